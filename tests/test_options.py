"""Every client takes the same options, with the same defaults, and carries them inward as one value."""

import inspect

import attrs
import pytest

from wolkvox_async import Fleet, Wolkvox, sync
from wolkvox_async.options import ClientOptions, Options

DEFAULTS = {each.name: each.default for each in attrs.fields(ClientOptions)}


def taken(client):
    """Return the defaults of the options in a constructor's signature."""
    own = {"self", "operation", "operations", "parameters", "skip", "failures", "engine"}
    parameters = inspect.signature(client.__init__).parameters.values()
    return {each.name: each.default for each in parameters if each.name not in own}


@pytest.mark.parametrize("client", [Wolkvox, Fleet])
def test_clients_take_the_options_and_nothing_else(client):
    assert taken(client) == DEFAULTS


@pytest.mark.parametrize("client", [sync.Wolkvox, sync.Fleet])
def test_synchronous_clients_take_all_but_the_session(client):
    assert taken(client) == {name: default for name, default in DEFAULTS.items() if name != "session"}


def test_type_checkers_know_the_same_options():
    assert set(Options.__annotations__) == set(DEFAULTS)


def test_a_misspelt_option_is_refused():
    with pytest.raises(TypeError, match="max_wiat"):
        Fleet([], max_wiat=5)


def test_options_do_not_show_the_address_of_the_store():
    assert "secret" not in repr(ClientOptions(store="redis://:secret@127.0.0.1/0"))
