"""A body is known to be whole or cut, and its promise is known, from its first and last bytes alone."""

import json
import random
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wolkvox_async.core.body import Probe

ENVELOPE = {"code": "200", "error": None, "msg": "1200 records were found"}


def probe(body: bytes, size: int = 65_536) -> Probe:
    seen = Probe()
    for at in range(0, len(body), size):
        seen.feed(body[at : at + size])
    return seen


def text(document, *, indent=4, **options) -> bytes:
    if indent is None:
        options = {"separators": (",", ":")} | options
    return json.dumps(document, indent=indent, **options).encode()


def rows(count, **more):
    return [{"id": str(number), "text": 'ñ "},{"id":"' * 30, **more} for number in range(count)]


LARGE = {
    "pretty": text(ENVELOPE | {"data": rows(1_200)}),
    "compact": text(ENVELOPE | {"data": rows(1_200)}, indent=None),
    "spaced": text(ENVELOPE | {"data": rows(1_200)}, indent=None, separators=(", ", ": ")),
    "bare": text(rows(1_200)),
    "members behind": text(
        ENVELOPE | {"data": rows(1_200), "total": 5, "more": [{"id": "1"}, {"id": "2"}]}, indent=None
    ),
    "nested": text(ENVELOPE | {"data": rows(1_200, of=[{"id": "1"}, {"id": "2"}, {"id": "3"}])}, indent=None),
    "marked": b"\xef\xbb\xbf\n " + text(ENVELOPE | {"data": rows(1_200)}) + b" \r\n",
}


@pytest.mark.parametrize("name", LARGE)
@pytest.mark.parametrize("size", [1_000, 65_536, 10**7])
def test_a_large_body_is_whole(name, size):
    seen = probe(LARGE[name], size)
    assert seen.size == len(LARGE[name]) > 192 * 1024
    assert seen.whole()
    assert seen.head == LARGE[name][: 32 * 1024]


@pytest.mark.parametrize("name", LARGE)
def test_a_large_body_that_breaks_off_is_not(name):
    body = LARGE[name].rstrip()
    within = random.Random(3)
    ends = [*range(len(body) - 60, len(body)), *(within.randrange(200 * 1024, len(body)) for _ in range(60))]
    braces = [at + 1 for at in range(len(body) - 2_000, len(body) - 1) if body[at : at + 1] in b"}]"]
    for end in ends + braces:
        assert not probe(body[:end]).whole(), end


@pytest.mark.parametrize("tail", [b"}", b"]", b"x", b"<br>", b",{}"])
def test_a_large_body_with_something_behind_it_is_not(tail):
    seen = probe(LARGE["compact"] + tail)
    assert seen._verdict() is not True


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 400), st.integers(0, 3_000))
def test_a_small_body_is_parsed(size, cut):
    body = text(ENVELOPE | {"data": rows(4)})
    assert probe(body, size).whole()
    assert not probe(body[: cut % len(body)], size).whole()


@pytest.mark.parametrize(
    ("body", "whole"),
    [
        (b"", False),
        (b"{}", True),
        (b"[]", True),
        (b" \n[1]", True),
        (b"\xef\xbb\xbf{}", True),
        (b'"text"', False),
        (b"<html><body>502</body></html>", False),
        (b"200", False),
        (b'Notice: x\n{"code":"200"}', False),
        (b'{"a":"\xff"}', False),
    ],
)
def test_small_bodies(body, whole):
    assert probe(body, 1).whole() is whole


def test_a_last_record_larger_than_the_tail_is_judged_by_its_closing_bracket():
    body = text(ENVELOPE | {"data": [{"id": 1, "of": []}, {"id": 2, "of": ["x" * 250_000]}]})
    assert probe(body).whole()
    assert not probe(body[:-1]).whole()
    assert not probe(body[:-10_000]).whole()


def test_a_last_record_whose_nested_list_fills_the_tail():
    body = text(ENVELOPE | {"data": [{"id": 0}, {"id": 1, "of": [{"id": n} for n in range(30_000)]}]}, indent=None)
    seen = probe(body)
    assert seen._verdict() is None
    assert seen.whole()
    assert not probe(body[:-1]).whole()


def test_a_gap_that_is_nested_and_alone_in_the_tail():
    body = text({"data": [{"id": 0}, {"id": 1, "of": [{"id": "x" * 200_000}, {"id": 2}]}]}, indent=None)
    seen = probe(body)
    assert seen._verdict() is None
    assert seen.whole()
    assert not probe(body[:-1]).whole()


@pytest.mark.parametrize(
    "body",
    [
        text({"code": "200", "data": {"image": "x" * 250_000}}),
        text({"code": "200", "note": "x" * 250_000, "data": rows(3)}),
        text(["x" * 250_000]),
    ],
)
def test_a_large_body_without_records_in_sight(body):
    assert probe(body).whole()
    assert not probe(body[:-9]).whole()


def test_a_large_body_that_is_no_json():
    assert not probe(b"<html>" + b"x" * 300_000).whole()
    assert not probe(b" " * 300_000).whole()


@pytest.mark.parametrize(
    ("msg", "promised"),
    [
        ("60000 records were found", 60_000),
        ("1,234 records were found", 1_234),
        ("1 records were found", 1),
        ("1 record was found", 1),
        ("0 records were found", 0),
        ("x records were found", None),
        ("0 records has been added, please validate the data", None),
        ("Validate dates entered", None),
        ("about 60000 records were found", None),
    ],
)
@pytest.mark.parametrize("size", [1, 65_536])
def test_the_promise(msg, promised, size):
    assert probe(text({"code": "200", "error": None, "msg": msg, "data": []}), size).promised == promised


def test_the_promise_is_there_before_the_records():
    seen = Probe()
    seen.feed(b'{\n    "code": "200",\n    "error": null,\n    "msg": "60000 records were fo')
    assert seen.promised is None
    seen.feed(b'und",\n')
    assert seen.promised == 60_000


@pytest.mark.parametrize(
    "document",
    [
        {"data": [{"msg": "7 records were found"}]},
        {"x": '"msg":"7 records were found"', "data": []},
        {"x": {"msg": "7 records were found"}},
    ],
)
def test_only_the_documents_own_message_promises(document):
    assert probe(text(document, indent=None)).promised is None


def test_the_envelope():
    small = ENVELOPE | {"data": rows(2)}
    assert probe(text(small)).envelope() == small
    assert probe(LARGE["marked"]).envelope() == ENVELOPE
    assert probe(LARGE["bare"]).envelope() is None
    assert probe(b"<html>").envelope() is None
    assert probe(text({"records": rows(1_200)})).envelope() is None


def test_another_key():
    seen = Probe(key="records")
    seen.feed(text({"code": 200, "records": rows(1_200)}))
    assert seen._verdict() is True
    assert seen.envelope() == {"code": 200}


def test_little_is_kept_of_a_body_however_large():
    seen, chunk = Probe(), b"x" * 65_536
    tracemalloc.start()
    for _ in range(1_000):
        seen.feed(chunk)
    seen.feed(chunk * 100)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000  # the last chunk itself, and 320 KB
    assert seen.size == 1_100 * 65_536
