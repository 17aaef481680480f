"""What a body holds is known alike for every size, every order of its members and every chunking."""

import json
import random
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wolkvox_async.core.body import Probe, Tally

ENVELOPE = {"code": "200", "error": None, "msg": "1200 records were found"}


def probe(body: bytes, size: int = 65_536, key: str | None = "data") -> Probe:
    seen = Probe(key)
    for at in range(0, len(body), size):
        seen.feed(body[at : at + size])
    return seen


def tally(body: bytes, key: str | None = "data"):
    found = Tally(key)
    for at in range(0, len(body), 65_536):
        found.feed(body[at : at + 65_536])
    return found.close()


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
    "rows first": text({"data": rows(1_200)} | ENVELOPE),
    "rows in the middle": text({"code": "200", "data": rows(1_200), "error": None, "msg": "1200 records were found"}),
    "marked": b"\xef\xbb\xbf\n " + text(ENVELOPE | {"data": rows(1_200)}) + b" \r\n",
}
READ_THROUGH = {  # what the first and the last bytes do not tell
    "bare": text(rows(1_200)),
    "nested": text(ENVELOPE | {"data": rows(1_200, of=[{"id": "1"}, {"id": "2"}, {"id": "3"}])}, indent=None),
    "another list behind": text(ENVELOPE | {"data": rows(1_200), "more": rows(1_200)}, indent=None),
    "much in front": text({"note": "x" * 200_000} | ENVELOPE | {"data": rows(1_200)}),
    "much behind": text({"data": rows(1_200), "note": "x" * 200_000} | ENVELOPE),
    "an object for a list": text(ENVELOPE | {"data": dict(enumerate(rows(1_200)))}),
    "no list": text(ENVELOPE | {"data": None, "note": "x" * 200_000}),
    "one list within": text({"code": "200", "data": {"items": rows(1_200)}}),
    "large records": text(ENVELOPE | {"data": [{"id": n, "of": "x" * 90_000} for n in range(3)]}),
    "closed within a text": text(ENVELOPE | {"data": [*rows(600), {"id": "],"}, *rows(600)]}),
}


@pytest.mark.parametrize("name", LARGE)
@pytest.mark.parametrize("size", [1_000, 65_536, 10**7])
def test_a_large_body_is_outlined_by_its_ends(name, size):
    seen = probe(LARGE[name], size)
    assert seen.size == len(LARGE[name]) > 192 * 1024
    outline = seen.outline()
    assert outline.envelope == ENVELOPE == tally(LARGE[name]).envelope
    assert outline.least == 1_200 == tally(LARGE[name]).least
    assert outline.most >= 1_200
    assert seen.closed()
    assert seen.head == LARGE[name][: 32 * 1024]


@pytest.mark.parametrize("name", READ_THROUGH)
def test_a_body_whose_ends_do_not_tell_is_read_through(name):
    body = READ_THROUGH[name]
    assert probe(body).outline() is None
    outline, document = tally(body), json.loads(body)
    assert outline.broken is None
    if isinstance(document, list):
        assert (outline.least, outline.envelope) == (1_200, None)
    elif isinstance(document["data"], list) or name == "an object for a list":
        assert outline.least == outline.most == len(document.pop("data"))
        assert outline.envelope == document
    else:
        assert (outline.least, outline.envelope) == (None, document)


@pytest.mark.parametrize("name", [*LARGE, *READ_THROUGH])
def test_a_large_body_that_breaks_off_is_never_whole(name):
    body = (LARGE | READ_THROUGH)[name].rstrip()
    within = random.Random(3)
    ends = [*range(len(body) - 20, len(body)), *(within.randrange(len(body) // 2, len(body)) for _ in range(5))]
    braces = [at + 1 for at in range(len(body) - 2_000, len(body) - 1) if body[at : at + 1] in b"}]"]
    for end in [*ends, *braces[-5:]]:
        assert probe(body[:end]).outline() is None, end
        assert tally(body[:end]).broken.cut, end


@pytest.mark.parametrize("behind", [b"}", b"]", b"x", b"<br>", b",{}"])
def test_a_large_body_with_something_behind_it_is_broken_and_not_cut(behind):
    assert probe(LARGE["compact"] + behind).outline() is None
    broken = tally(LARGE["compact"] + behind).broken
    assert broken is not None
    assert not (broken.cut and not probe(LARGE["compact"] + behind).closed()) or behind in (b",{}", b"x", b"<br>")


members = st.dictionaries(
    st.sampled_from(["code", "error", "msg", "total", "pad", "more", "x]"]),
    st.sampled_from(
        [
            None,
            "200",
            "9 records were found",
            "x" * 40_000,
            "y" * 150_000,
            [{"id": "1"}, {"id": "2"}] * 900,
            {"0": {"id": "3"}},
            '],"',
        ]
    ),
    max_size=4,
)
records = st.sampled_from(
    [
        {"id": "7", "text": "fine"},
        {"id": "7", "text": "[1], {2}]}"},
        {"id": 1.50, "of": []},
        {"id": "7", "of": [{"id": "8"}, {"id": "9"}]},
        {"other": "first"},
        {},
        {"id": "x" * 70_000},
    ]
)
lists = st.tuples(st.lists(records, max_size=4), st.sampled_from([0, 30, 900]), st.lists(records, max_size=2)).map(
    lambda parts: [each for each in parts[0] if len(str(each)) < 100] * parts[1] + parts[2]
)
layouts = st.sampled_from([{"indent": 4}, {"separators": (",", ":")}, {}, {"indent": 1, "ensure_ascii": False}])


@settings(max_examples=60, deadline=None)
@given(members, members, lists, st.booleans(), layouts, st.integers(700, 200_000))
def test_any_order_of_the_members_any_size_and_any_chunks_have_one_outline(
    before, behind, many, numbered, layout, size
):
    data = {str(number): each for number, each in enumerate(many)} if numbered and many else many
    document = {**before, "data": data, **behind}
    body = json.dumps(document, **layout).encode()
    wanted = {name: value for name, value in document.items() if name != "data"}
    read = tally(body)
    assert (read.envelope, read.least, read.most, read.broken) == (wanted, len(many), len(many), None)
    outline = probe(body, size).outline()
    if outline is not None:
        assert outline.envelope == wanted
        assert outline.broken is None
        assert outline.least <= len(many) <= outline.most


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 400), st.integers(0, 3_000))
def test_a_small_body_is_parsed(size, cut):
    body = text(ENVELOPE | {"data": rows(4)})
    outline = probe(body, size).outline()
    assert (outline.envelope, list(outline.rows), outline.least) == (ENVELOPE, rows(4), 4)
    assert probe(body[: cut % len(body)], size).outline().broken


@pytest.mark.parametrize(
    ("body", "whole", "cut"),
    [
        (b"", False, False),
        (b"{}", True, False),
        (b"[]", True, False),
        (b" \n[1]", True, False),
        (b"\xef\xbb\xbf{}", True, False),
        (b'"text"', False, False),
        (b"<html><body>502</body></html>", False, False),
        (b"200", False, False),
        (b'Notice: x\n{"code":"200"}', False, False),
        (b'{"a":"\xff"}', True, False),
        (b'{"a":"b', False, True),
        (b'{"a":[1,2', False, True),
        (b'{"data":[{"a":1},{"a"', False, True),
        (b'{"data":[{"a":"\xff"},{"a"', False, True),
        (b'{"a":1}<br>', False, False),
        (b'{"data":[1]}<br>', False, False),
    ],
)
def test_small_bodies(body, whole, cut):
    for size in (1, 100):
        seen = probe(body, size)
        broken = seen.outline().broken
        assert (broken is None) is whole
        assert bool(broken and broken.cut and not seen.closed()) is cut


def test_another_key_and_none():
    body = text({"code": 200, "records": rows(1_200)})
    outline = probe(body, key="records").outline()
    assert (outline.envelope, outline.least) == ({"code": 200}, 1_200)
    assert probe(body, key=None).outline() is None
    assert tally(body, key=None).envelope == json.loads(body)


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


def test_a_body_that_is_broken_stays_broken_whatever_follows():
    row = b'{"a":"' + b"x" * 1000 + b'"}'
    late = b'{"data":[' + b",".join([row] * 200) + b"] nonsense}"
    assert tally(late).broken is not None
    early = b'{"data":[' + b",".join([b"nonsense"] * 100_000) + b"]}"
    assert tally(early).broken is not None


def test_a_list_whose_end_stands_far_from_what_follows_is_read_through():
    row = b'{"a":"' + b"x" * 1000 + b'"}'
    wide = b'{"data":[' + b",".join([row] * 300) + b"]" + b" " * 9000 + b',"error":null}'
    seen = probe(wide, 4096)
    assert seen.outline() is None
    assert tally(wide).least == 300


def test_a_list_of_one_long_record_has_no_gap_to_prove_its_end_by():
    many = b'{"data":[{"a":1},{"a":2},{"b":"' + b"x" * 300_000 + b'"}]}'
    assert probe(many).outline() is None
    assert tally(many).least == 3


def test_a_tail_that_is_no_json_is_read_through():
    row = b'{"a":"' + b"x" * 1000 + b'"}'
    odd = b'{"data":[' + b",".join([row] * 300) + b'],"error":nonsense}'
    assert probe(odd, 4096).outline() is None
    assert tally(odd).broken is not None


def test_a_list_that_comes_twice_is_read_through():
    row = b'{"a":"' + b"x" * 1000 + b'"}'
    twice = b'{"data":[' + b",".join([row] * 300) + b'],"data":[]}'
    assert probe(twice, 4096).outline() is None
    assert tally(twice).broken is not None
