"""Records out of a stream: always what json.loads says of the whole, whatever the body and wherever it is cut."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wolkvox_async.core.json_splitter import Splitter
from wolkvox_async.core.parsing import Broken, Defective, Elements, Written
from wolkvox_async.core.scan import Opening, Scanner, separator

FIXTURES = sorted([*Path(__file__).parents[1].glob("pages/*.json"), *Path(__file__).parents[1].glob("samples/*.json")])

# Text that looks like structure.
_TRICKS = ['"', "\\", "},{", '"},{"id":"', '"data":[', "]}", "[", "{", "\n", "é", "😀", "a", ":", ",", "/", "\\u00e9"]
texts = st.lists(st.sampled_from(_TRICKS), max_size=5).map("".join)
keys = st.sampled_from(["id", "data", "code", "msg", '"data', "x"])
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=6,
)
records = st.fixed_dictionaries({"id": texts}, optional={"v": values, "data": values})
lists = st.lists(records, max_size=8) | st.lists(values, max_size=8)
numbered = lists.filter(bool).map(lambda many: {str(2 * number): each for number, each in enumerate(many)})
envelopes = st.tuples(
    st.lists(st.tuples(st.sampled_from(["code", "msg", "x"]), values), max_size=2),
    lists | numbered | values,
    st.lists(st.tuples(st.sampled_from(["total", "more", "code"]), values), max_size=2),
).map(lambda parts: dict([*parts[0], ("data", parts[1]), *parts[2]]))
layouts = st.sampled_from(
    [
        {"indent": 4},
        {"separators": (",", ":")},
        {},
        {"separators": (" ,\t", " :\r\n")},
        {"indent": 1, "ensure_ascii": False},
    ]
)
bodies = st.tuples(envelopes | lists | values, layouts, st.booleans()).map(
    lambda parts: (
        b"\xef\xbb\xbf \n" * parts[2] + json.dumps(parts[0], **parts[1]).replace("/", "\\/").encode() + b"\n" * parts[2]
    )
)


def cut(body: bytes, places: list[int]) -> list[bytes]:
    edges = sorted({0, len(body), *(place % (len(body) + 1) for place in places)})
    return [body[first:last] for first, last in pairwise(edges)]


def split(chunks: list[bytes], **options: Any) -> tuple[list[Any], Any]:
    splitter = Splitter(**options)
    elements = [element for chunk in chunks for batch in splitter.feed(chunk) for element in batch]
    rest, document = splitter.close()
    return elements + rest, document


def readable(value: Any) -> Any:
    """Return a value with half a surrogate pair replaced, which is no text, as the lenient reading does."""
    if isinstance(value, str):
        return re.sub("[\ud800-\udfff]", "\ufffd", value)
    if isinstance(value, list):
        return [readable(each) for each in value]
    if isinstance(value, dict):
        return {readable(name): readable(each) for name, each in value.items()}
    return value


def expected(body: bytes) -> tuple[list[Any], Any]:
    def refuse(name: str) -> None:
        raise ValueError(name)

    document = readable(json.loads(body.removeprefix(b"\xef\xbb\xbf"), parse_constant=refuse))
    if isinstance(document, list):
        return document, None
    if isinstance(document, dict):
        data = document.get("data")
        if isinstance(data, dict) and data and all(re.fullmatch("[0-9]+", name) for name in data):
            data = list(data.values())
        if isinstance(data, list):
            return data, {name: value for name, value in document.items() if name != "data"}
    return [], document


def bytewise(body: bytes) -> list[bytes]:
    return [body[at : at + 1] for at in range(len(body))]


def pretty(rows: list[Any], **more: Any) -> bytes:
    return json.dumps({"code": "200", "error": None, "msg": "ok", "data": rows, **more}, indent=4).encode()


@settings(max_examples=400, deadline=None)
@given(bodies, st.lists(st.integers(0, 10**6), max_size=12), st.sampled_from([1, 20, 100, 65_536]))
def test_any_document_in_any_chunks_is_what_json_says(body, places, batch):
    assert split(cut(body, places), batch=batch) == expected(body)


@settings(max_examples=150, deadline=None)
@given(bodies, st.sampled_from([1, 30]))
def test_one_byte_at_a_time(body, batch):
    assert split(bytewise(body), batch=batch) == expected(body)


@settings(max_examples=400, deadline=None)
@given(
    bodies,
    st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(list(b'{}[],:" \\0a'))), max_size=2),
    st.none() | st.integers(0, 10**6),
    st.lists(st.integers(0, 10**6), max_size=6),
    st.sampled_from([1, 40]),
)
@example(b'{"data":[{},]}', [], None, [], 1)
@example(b'{"data":[,{}]}', [], None, [], 1)
@example(b"[{},{},]", [], None, [], 1)
@example(b"", [], None, [], 1)
@example(b'{"data":{"0":{"id":"a"},"x":{"id":"b"},"4":{"id":"c"}}}', [], None, [], 1)
@example(b'{"data":["{ud83d\\ude00"]}', [], None, [], 1)
def test_a_broken_document_is_broken_and_no_other(body, marks, end, places, batch):
    mutated = bytearray(body[: None if end is None else end % (len(body) + 1)])
    for place, byte in marks:
        if mutated:
            mutated[place % len(mutated)] = byte
    text = bytes(mutated)
    try:
        wanted = expected(text.lstrip(b" \n").removeprefix(b"\xef\xbb\xbf"))
    except ValueError:
        try:
            found, _ = split(cut(text, places), batch=batch)
        except Broken:
            return
        # Read leniently, or an element that cannot be read stands as its text.
        assert any(isinstance(each, Defective) for each in found) or lenient(text)
    else:
        try:
            found, document = split(cut(text, places), batch=batch)
        except Broken as error:  # a second list behind the first
            assert "twice" in error.reason or "then an object" in error.reason  # noqa: PT017
        else:  # what has no number for its name, in an object that began as a numbered list, stands as its text
            assert (found, document) == wanted or any(isinstance(each, Defective) for each in found)


def lenient(text: bytes) -> bool:
    decoded = text.decode("utf-8-sig", "surrogateescape")
    try:
        json.loads(decoded, strict=False)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
@pytest.mark.parametrize("batch", [1, 65_536])
def test_pages_and_samples(path, batch):
    body = path.read_bytes()
    assert split(bytewise(body), batch=batch) == expected(body)


def test_batches_come_as_they_are_complete_and_memory_stays_bounded():
    rows = [{"id": str(number), "text": "x" * 50} for number in range(3_000)]
    splitter, seen, held = Splitter(batch=1_000), 0, 0
    for chunk in cut(pretty(rows), list(range(0, 400_000, 700))):
        for batch in splitter.feed(chunk):
            assert batch == rows[seen : seen + len(batch)]
            seen += len(batch)
        held = max(held, len(splitter._buffer))
    assert 2_900 < seen < 3_000
    assert held < 3_000
    rest, document = splitter.close()
    assert (rest, document) == (rows[seen:], {"code": "200", "error": None, "msg": "ok"})


def test_one_large_chunk_gives_many_batches():
    rows = [{"id": number} for number in range(1_000)]
    splitter = Splitter(batch=500)
    assert len(splitter.feed(pretty(rows))) > 50


@pytest.mark.parametrize("indent", [4, None])
def test_nested_lists_of_the_same_look_are_not_taken_for_records(indent):
    rows = [{"id": number, "data": [{"id": "a"}, {"id": "b"}, {"id": "c"}]} for number in range(500)]
    body = json.dumps({"data": rows}, indent=indent).encode()
    assert split(cut(body, list(range(0, 10**5, 97))), batch=400) == (rows, {})


def test_irregular_gaps_are_left_to_the_scanner_and_its_work_is_linear():
    gaps = [b",", b" ,", b",\n", b"\t,\r\n "]
    body = b"[" + b"".join(b'{"k%d" : "v"}' % n + gaps[n % 4] for n in range(900)) + b'"end"]'
    splitter = Splitter(batch=50)
    elements = [
        element
        for chunk in cut(body, list(range(0, 20_000, 31)))
        for batch in splitter.feed(chunk)
        for element in batch
    ]
    rest, _ = splitter.close()
    assert [*elements, *rest] == [*({f"k{n}": "v"} for n in range(900)), "end"]
    assert splitter._separator == b""


def test_a_record_far_larger_than_a_batch():
    rows = [{"id": 1, "image": "iVBOR\\/" * 30_000, "more": ["]", {"a": "}"}]}, {"id": 2, "image": "", "more": []}] * 3
    assert split(cut(pretty(rows), list(range(0, 10**6, 997))), batch=2_000)[0] == rows


def test_another_key():
    body = json.dumps({"code": 200, "total_records": 2, "records": [{"a": 1}, {"a": 2}], "data": [1]}).encode()
    assert split([body], key="records") == ([{"a": 1}, {"a": 2}], {"code": 200, "total_records": 2, "data": [1]})


def test_keys_after_the_list_replace_those_before_it():
    rows = [{"id": number} for number in range(50)]
    body = json.dumps({"code": 1, "data": rows})[:-1] + ',"code":2,"total":50}'
    assert split([body.encode()], batch=100) == (rows, {"code": 2, "total": 50})


@pytest.mark.parametrize("batch", [50, 65_536])
@pytest.mark.parametrize("second", [[{"id": 1}], [], None, {"a": 1}])
def test_a_list_that_comes_twice_is_broken_whatever_its_size(batch, second):
    body = f'{{"data":{json.dumps([{"id": n} for n in range(20)])},"data":{json.dumps(second)},"x":1}}'.encode()
    with pytest.raises(Broken, match="comes twice"):
        split([body], batch=batch)


def test_a_list_that_comes_after_nothing_of_its_name_counts():
    assert split([b'{"data":null,"x":1,"data":[{"id":4}]}']) == ([{"id": 4}], {"x": 1})


def test_a_key_that_only_ends_like_the_list_is_none():
    body = rb'{"x\"data":[1,2],"d":{"data":[3]},"data":[{"id":4}]}'
    assert split([body], batch=1) == ([{"id": 4}], {'x"data': [1, 2], "d": {"data": [3]}})


def test_a_key_written_in_escapes_is_found_when_the_body_is_parsed_whole():
    assert split([rb'{"d\u0061ta":[1,2]}'], batch=1) == ([1, 2], {})


def test_after_many_lookalikes_the_body_is_parsed_whole():
    body = json.dumps({"a": [{"data": [n]} for n in range(40)], "data": [1, 2]}).encode()
    assert split([body], batch=1)[0] == [1, 2]


@pytest.mark.parametrize("chunk", [b'{"data":[{"id":"' + b"x" * 300, b'{"msg":"' + b"x" * 300])
def test_what_cannot_be_cut_is_bounded(chunk):
    with pytest.raises(Broken, match="without a place to cut"):
        Splitter(batch=10, limit=200).feed(chunk)


def test_broken_tells_where_and_shows_nothing_of_the_text():
    body = pretty([{"id": number} for number in range(100)]).replace(b'"id": 60\n', b'"id" secret"\n')
    with pytest.raises(Broken) as caught:
        split(cut(body, list(range(0, 5_000, 100))), batch=300)
    assert 0 < caught.value.offset <= len(body)
    assert "secret" not in str(caught.value)
    assert caught.value.__suppress_context__


BAD_ELEMENTS = {
    "half an emoji": (rb'{"id":"7","text":"cut \ud83d"}', {"id": "7", "text": "cut \ufffd"}, {"text": "cut \\ud83d"}),
    "a lone low surrogate": (rb'{"id":"\udc00 7"}', {"id": "\ufffd 7"}, {"id": "\\udc00 7"}),
    "a byte of another alphabet": (b'{"id":"Jos\xe9"}', {"id": "Jos\ufffd"}, {"id": "Jos\\xe9"}),
    "half a letter": (b'{"id":"\xc3"}', {"id": "\ufffd"}, {"id": "\\xc3"}),
    "deep inside": (
        rb'{"id":"7","of":[{"a":[]},{"a":"\ud83d"}]}',
        {"id": "7", "of": [{"a": []}, {"a": "\ufffd"}]},
        {"of.1.a": "\\ud83d"},
    ),
    "in a name": (b'{"id\xff":1}', {"id\ufffd": 1}, {"id\ufffd": "id\\xff"}),
    "no JSON": (b'{"id": undefined, "text":"a"}', {}, {"unreadable": '{"id": undefined, "text":"a"}'}),
    "no value": (b'{"id":}', {}, {"unreadable": '{"id":}'}),
    "a warning": (b'<br />Notice: x {"id":1}', {}, {"unreadable": '<br />Notice: x {"id":1}'}),
}


@pytest.mark.parametrize("name", BAD_ELEMENTS)
@pytest.mark.parametrize("where", [0, 40, 99])
@pytest.mark.parametrize("batch", [1, 65_536])
@pytest.mark.parametrize("layout", ["list", "object", "bare"])
def test_a_bad_element_costs_itself_at_most(name, where, batch, layout):
    text, fields, raw = BAD_ELEMENTS[name]
    rows = [b'{"id":"%d","text":"fine, {[]}"}' % number for number in range(100)]
    rows[where] = text
    if layout == "object":
        rows = [b'"%d":' % number + row for number, row in enumerate(rows)]
    inner = b",".join(rows)
    body = {"list": b'{"msg":"ok","data":[%s]}', "object": b'{"msg":"ok","data":{%s}}', "bare": b"[%s]"}[layout] % inner
    try:
        found, around = split(cut(body, list(range(0, 9_000, 70))), batch=batch)
    except Broken:
        assert (batch, where) == (1, 0)  # the first batch has none beside it to show that this is a list of records
        assert "unreadable" in raw
        return
    assert around == (None if layout == "bare" else {"msg": "ok"})
    assert len(found) == 100
    assert found[:where] + found[where + 1 :] == [
        {"id": str(n), "text": "fine, {[]}"} for n in range(100) if n != where
    ]
    assert isinstance(found[where], Defective)
    if "unreadable" in raw and layout == "object":
        raw = {"unreadable": f'"{where}":{raw["unreadable"]}'}
    assert (found[where], found[where].raw) == (fields, raw)


def test_a_comma_without_a_record():
    for body in (b"[{},{},]", b"[,{}]", b'{"data":[{},]}'):
        with pytest.raises(Broken):
            split([body], batch=1)


def test_an_opening_may_come_in_pieces():
    opening = Opening("data")
    text = b'{"a":"' + b" " * 600 + b'","data" : ['
    assert opening.find(text[:-3]) is None
    assert opening.find(text) == (len(text) - 1, {"a": " " * 600})


def test_the_scanner_stops_at_the_first_comma_when_asked():
    scanner = Scanner()
    scanner.scan(b'[{"a":","},{"a":2},{}]', first=True)
    assert scanner.comma == 10
    scanner.scan(b'[{"a":","},{"a":2},{}]')
    assert scanner.comma == 18
    assert scanner.closed


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        (b'[{"a":1} ,\n{ "a":2}]', b'} ,\n{ "a"'),
        (b'[{"a":1},{"a', b""),
        (b"[{},{}]", b""),
        (b'[1,{"a":2}]', b""),
        (b'[{"a":1}]', b""),
        (b'[{":":1},{":":2}]', b""),  # its key could as well stand between two strings
    ],
)
def test_the_gap_is_learned_only_where_it_is_all_there(text, gap):
    scanner = Scanner()
    scanner.scan(text, first=True)
    assert separator(text, scanner.comma) == gap


def test_a_member_with_a_name_among_numbered_records_is_one_unreadable_record():
    splitter = Splitter("data")
    row = b'{"a":"' + b"x" * 1000 + b'"}'
    body = b'{"data":{' + b",".join(b'"%d":%s' % (n, row) for n in range(200)) + b',"x":' + row + b"}}"
    found = [
        each for at in range(0, len(body), 4096) for batch in splitter.feed(body[at : at + 4096]) for each in batch
    ]
    last, _ = splitter.close()
    found += last
    assert len(found) == 201
    assert found[-1].raw["unreadable"].startswith('"x":')


def test_records_beside_an_unreadable_one_keep_their_digits():
    wide = "12345678901234567890123"
    splitter = Splitter("data")
    splitter.feed(f'{{"data":[{{"a":{wide}}},{{"a":\x01}},{{"a":{wide}}}]}}'.encode())
    found, _ = splitter.close()
    exactly = found.exactly()
    assert [each.get("a") for each in exactly] == [Written(wide), None, Written(wide)]
    assert "unreadable" in exactly[1].raw


def test_a_document_without_its_list_keeps_its_digits():
    splitter = Splitter("data")
    splitter.feed(b'{"total":12345678901234567890123}')
    found, _ = splitter.close()
    assert list(found) == []
    assert splitter.exact_document() == {"total": Written("12345678901234567890123")}


class TestReading:
    """What `read` makes of the text of some records stands in the place of the parsed ones."""

    ROWS = tuple({"n": number} for number in range(20))

    @staticmethod
    def pieces(body, read, batch=40):
        splitter = Splitter(batch=batch, read=read)
        found = [each for at in range(0, len(body), 11) for each in splitter.feed(body[at : at + 11])]
        last, document = splitter.end()
        return found + last, document

    @staticmethod
    def rows(found):
        return [row for each in found for row in (each if isinstance(each, list) else json.loads(each))]

    @staticmethod
    def taken(text):
        """Take whatever is JSON, as readers do."""
        try:
            return text if json.loads(text) else None
        except json.JSONDecodeError:
            return None

    @pytest.mark.parametrize("batch", [60, 10_000])
    def test_gets_the_json_text_of_all_records(self, batch):
        body = json.dumps({"msg": "x", "data": self.ROWS, "code": "200"}).encode()
        texts = []
        found, around = self.pieces(body, lambda text: texts.append(text) or text, batch)
        assert [each for each in found if isinstance(each, bytes)] == texts  # a lone last record is parsed
        assert self.rows(found) == [*self.ROWS]
        assert around == {"msg": "x", "code": "200"}

    @pytest.mark.parametrize("batch", [60, 10_000])
    def test_gets_the_records_of_a_bare_list(self, batch):
        found, around = self.pieces(json.dumps(self.ROWS).encode() + b" \n", self.taken, batch)
        assert self.rows(found) == [*self.ROWS]
        assert all(isinstance(each, bytes) for each in found)
        assert around is None

    def test_records_that_it_leaves_are_parsed(self):
        body = json.dumps({"data": self.ROWS}).encode()
        found, _ = self.pieces(body, lambda text: None if b"7" in text or b"19" in text else text)
        assert self.rows(found) == [*self.ROWS]
        assert [type(each) for each in found].count(Elements) == 3  # two batches of them, and the last record

    def test_what_is_left_is_parsed_where_it_makes_nothing(self):
        found, _ = self.pieces(json.dumps({"data": self.ROWS}).encode(), lambda _: b"", 10_000)
        assert self.rows(found) == [*self.ROWS]

    @pytest.mark.parametrize("rows", [[], [{"n": 1}], [{"n": 1}, {"m": [{"n": 2}, {"n": 3}]}]])
    def test_a_short_or_nested_list_is_whole(self, rows):
        found, around = self.pieces(json.dumps({"data": rows, "code": "200"}).encode(), self.taken, 10_000)
        assert self.rows(found) == rows
        assert around == {"code": "200"}

    @pytest.mark.parametrize(
        "body",
        [
            b'{"data":[{"n":1},{"n":2}',
            b'{"data":[{"n":1},{"n":2}]',
            b'{"data":[{"n":1},{"n":2}]]}',
            b'{"data":[{"n":1},{"n":2}],"code":}',
            b'{"data":[{"n":1},{"n":2}],"data":[]}',
            b'[{"n":1},{"n":2}] x',
        ],
    )
    def test_a_body_that_is_no_json_is_broken(self, body):
        with pytest.raises(Broken):
            self.pieces(body, self.taken, 10_000)

    def test_an_object_with_numbers_for_keys_is_parsed(self):
        body = json.dumps({"data": {str(number): row for number, row in enumerate(self.ROWS)}}).encode()
        found, _ = self.pieces(body, lambda text: text)
        assert self.rows(found) == [*self.ROWS]

    def test_a_body_without_a_list_is_its_document(self):
        found, around = self.pieces(b'{"data": null, "msg": "nothing"}', lambda text: text)
        assert (self.rows(found), around) == ([], {"data": None, "msg": "nothing"})
