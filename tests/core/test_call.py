"""A call that cannot be written as a request is refused before a permit is taken."""

import pytest
from attrs import evolve

from wolkvox_async import ConfigurationError
from wolkvox_async.core.call import Call, check

GOOD = Call(endpoint="x", method="GET", script="campaign.php", query=(("api", "detail"),))


def test_a_plain_call_passes():
    assert check(GOOD) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"method": "get"}, "no HTTP method"),
        ({"method": "GET\r\n"}, "no HTTP method"),
        ({"script": ""}, "no script"),
        ({"script": "campaign.php?api=x"}, "no script"),
        ({"script": "a\x00.php"}, "no script"),
        ({"script": "../v1/campaign.php"}, "leaves the API"),
        ({"query": (("", "1"),)}, "control character"),
        ({"query": (("name", "a\r\nb"),)}, "control character"),
        ({"query": (("name", "\ud83d"),)}, "surrogate"),
    ],
)
def test_what_no_request_can_hold_is_refused(change, words):
    with pytest.raises(ConfigurationError, match=words):
        check(evolve(GOOD, **change))
