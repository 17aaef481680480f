"""The meaning of a reply is that of its complete document: a decision over json.loads is the reference."""

import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from wolkvox_async.core.body import Probe, Tally
from wolkvox_async.core.endpoint import Expected
from wolkvox_async.core.reply import Found, Seen, outlined, verdict
from wolkvox_async.errors import AuthenticationFailed, QuotaExhausted, Refused, ServerFault

FULL = 500
EXPECTED = Expected(full=FULL)
BLANK = (None, "", " ", "-", "--", "null", "None", False)
ERRORS = (*BLANK, "Not well", "Internal Server Error")
MESSAGES = (
    "ok",
    "TOKEN LIMIT EXCEEDED",
    "PLEASE VALIDATE TOKEN",
    "{} records were found",
    "Se encontraron {} registros",
)
REFUSALS = {"TOKEN LIMIT EXCEEDED": QuotaExhausted, "PLEASE VALIDATE TOKEN": AuthenticationFailed}


def reference(text):
    """Decide what a document means, in the words of the promise and with nothing of the client's code."""
    document = json.loads(text)
    data = document.get("data")
    if isinstance(data, dict) and data and all(re.fullmatch("[0-9]+", name) for name in data):
        data = list(data.values())
    count = len(data) if isinstance(data, list) else 0 if data in (None, "", "-", {}) else 1
    msg = document.get("msg")
    if msg in REFUSALS:
        return REFUSALS[msg], count > 0
    if document.get("error") not in BLANK:
        return (ServerFault if document["error"] == "Internal Server Error" else Refused), count > 0
    number = re.search("[0-9]+", msg or "")
    promised = int(number[0]) if number else 0
    if max(promised, count) >= FULL:
        return Found(max(promised, count), truncated=True)
    if promised > count:
        return ServerFault, True
    return Found(count)


def meaning(body, size):
    """Return what the client makes of a body that comes in chunks of a size."""
    probe = Probe()
    for at in range(0, len(body), size):
        probe.feed(body[at : at + size])
    seen = Seen(status=200, envelope=None, head=probe.head, size=probe.size, closed=probe.closed())
    outline = probe.outline()
    found = None if outline is None else verdict(outlined(seen, outline), windowed=True, expected=EXPECTED)
    if found is None:
        tally = Tally("data")
        tally.feed(body)
        found = verdict(outlined(seen, tally.close()), windowed=True, expected=EXPECTED)
    return found if isinstance(found, Found) else (type(found), found.complete)


documents = st.fixed_dictionaries(
    {
        "error": st.sampled_from(ERRORS),
        "msg": st.tuples(st.sampled_from(MESSAGES), st.sampled_from([0, 1, 30, 400, 499, 500, 9_999])).map(
            lambda two: two[0].format(two[1])
        ),
        "data": st.sampled_from([0, 0, 1, 30, 400, 499, 500]).flatmap(
            lambda count: st.sampled_from(
                [
                    [{"id": str(n), "text": 'a {b} [c], "d"'} for n in range(count)],
                    [{"id": n, "of": [{"id": n}, {"id": n}]} for n in range(count)],
                    [{"id": str(n), "text": "x" * 600} for n in range(count)],
                    {str(n): {"id": n} for n in range(count)},
                    *([None, "", {}] if not count else []),
                ]
            )
        ),
    },
    optional={
        "code": st.sampled_from(["200", 200, "0", ""]),
        "padding": st.integers(0, 300_000).map(lambda size: '"], {' * (size // 5)),
        "more": st.sampled_from([{"data": [1, 2]}, {"a": {"error": "x", "msg": "9 records were found"}}, 5]),
    },
)


@settings(max_examples=120, deadline=None)
@given(documents, st.randoms(use_true_random=False), st.sampled_from([None, 4]), st.integers(60, 200_000))
def test_any_document_in_any_order_size_and_chunks_has_one_meaning(document, random, indent, size):
    names = list(document)
    random.shuffle(names)
    text = json.dumps({name: document[name] for name in names}, indent=indent)
    assert meaning(text.encode(), size) == reference(text)
