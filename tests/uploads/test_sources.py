"""Files of records as people have them, and what must come of each."""

import asyncio
import contextlib
import gc
import json
import os
import subprocess
import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.support.answering import answering
from wolkvox_async import ConfigurationError, RecordFile
from wolkvox_async.core.batches import encode, rules
from wolkvox_async.uploads.leads import PredictiveLead

TARGET = {"campaign_id": "32841", "type_campaign": "predictive"}
TEXT = "customer_name,customer_id,tel1\nMaría,1,573001112233\nLuis,2,573001112234\n"
BOTH = ["573001112233", "573001112234"]
ONE = BOTH[:1]
OBJECT = '{"customer_id": "1", "tel1": 573001112233}'

# name: bytes, what reaches the server (a list of tel1), or what the refusal says
FILES = {
    "plain.csv": (TEXT.encode(), BOTH),
    "PLAIN.CSV": (TEXT.encode(), BOTH),
    "no_suffix": (TEXT.encode(), BOTH),
    "no_last_line_end.csv": (TEXT.rstrip().encode(), BOTH),
    "mark.csv": (TEXT.encode("utf-8-sig"), BOTH),
    "crlf.csv": (TEXT.replace("\n", "\r\n").encode(), BOTH),
    "cr.csv": (TEXT.replace("\n", "\r").encode(), BOTH),
    "semicolons.csv": (TEXT.replace(",", ";").encode(), BOTH),
    "tabs.tsv": (TEXT.replace(",", "\t").encode(), BOTH),
    "pipes.txt": (TEXT.replace(",", "|").encode(), BOTH),
    "sep.csv": (b"sep=;\r\n" + TEXT.replace(",", ";").encode(), BOTH),
    "sep_quoted.csv": (b'"sep=;"\r\n' + TEXT.replace(",", ";").encode(), BOTH),
    "sep_tab.csv": (b"SEP=\t\r\n" + TEXT.replace(",", "\t").encode(), BOTH),
    "utf16.csv": (TEXT.encode("utf-16"), BOTH),
    "utf16_be.csv": (b"\xfe\xff" + TEXT.encode("utf-16-be"), BOTH),
    "utf16_without_a_mark.csv": (TEXT.encode("utf-16-le"), BOTH),
    "cp1252.csv": (TEXT.encode("cp1252"), BOTH),
    "cp1252_cr.csv": (TEXT.replace("\n", "\r").encode("cp1252"), BOTH),
    "utf32.csv": (TEXT.encode("utf-32"), BOTH),
    "blank_lines.csv": (b"\n\n" + TEXT.replace("\n", "\n\n").encode() + b",,\n", BOTH),
    "quoted.csv": (b'"customer_name","tel1"\r\n"Ana ""A"", B\r\nC","573001112233"\r\n', ONE),
    "trailing_cells.csv": (b"customer_id,tel1,,\n1,573001112233,,\n", ONE),
    "more_empty_cells.csv": (b"customer_id,tel1\n1,573001112233,,,\n", ONE),
    "quoted_delimiter_in_header.csv": (b'"tel1";"customer_id"\n573001112233;"a,b,c"\n', ONE),
    "one_column.csv": (b"tel1\n573001112233\n", ONE),
    "leads.ndjson": (f"{OBJECT}\n\n{OBJECT}\r\n".encode(), ONE * 2),
    "LEADS.JSONL": (OBJECT.encode(), ONE),
    "ndjson_as.csv": (OBJECT.encode(), ONE),
    "array.json": (f"[{OBJECT},\n {OBJECT} ]\n".encode(), ONE * 2),
    "array_mark.json": (f"\ufeff \n[{OBJECT}]".encode(), ONE),
    "array_utf16.json": (f"[{OBJECT}]".encode("utf-16"), ONE),
    # refused, by name
    "empty.csv": (b"", "is empty"),
    "blank.csv": (b" \r\n\n\t\n", "is empty"),
    "mark_alone.csv": (b"\xef\xbb\xbf", "is empty"),
    "sep_alone.csv": (b"sep=;\n", "is empty"),
    "empty_cells.csv": (b",,,\n,,\n", "is empty"),
    "header_alone.csv": (b"customer_id,tel1\n", "holds no record"),
    "header_and_blanks.csv": (b"customer_id,tel1\n\n,\n", "holds no record"),
    "empty_array.json": (b"[]", "holds no record"),
    "no_header.csv": (b"Ana,1,573001112233\n", "must name the columns"),
    "twice.csv": (b"customer_id,tel1, tel1\n1,57300,57301\n", "'tel1' more than once"),
    "unknown.csv": (b"tell1,customer_id\n57300,1\n", "tell1 is unknown; did you mean 'tel1'"),
    "several_unknown.csv": (b"tell1,names,tel2\n57300,1,2\n", "columns are unknown: tell1, names"),
    "ragged.csv": (b"customer_id,tel1\n1,57300\n\n2\n", "line 4: 1 cells, the header has 2"),
    "too_long.csv": (b"customer_id,tel1\n1,57300,x\n", "line 2: 3 cells"),
    "unnamed_column.csv": (b"tel1,\n57300,x\n", "line 2: cell 2 stands in a column without a name"),
    "quoted_lines.csv": (
        b'customer_name,tel1\n"A\nB",57300\n\nLuis,57300\n"C\r\nD",x\n',
        "line 6: tel1 is not a phone",
    ),
    "sep_lines.csv": (b"sep=,\ntel1\n57300\nx\n", "line 4: tel1"),
    "open_quote.csv": (b'customer_id,tel1\n"1,57300\n', "line 2"),
    "quote_within.csv": (b'customer_id,tel1\n"1"x,57300\n', "line 2"),
    "damaged_utf8.csv": (TEXT.encode() + b"Jos\xe9,3,57300\n", "line 4: not utf-8 at byte 3"),
    "damaged_utf8_cr.csv": (TEXT.replace("\n", "\r").encode() + b"Jos\xe9,3,57300\r", "line 4: not utf-8 at byte 3"),
    "odd_utf16.csv": (TEXT.encode("utf-16") + b"x", "not utf-16"),
    "leads.xlsx": (b"PK\x03\x04\x14\x00\x06\x00" + b"\x00" * 50, "save it as CSV"),
    "leads.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 50, "save it as CSV"),
    "excel_renamed.csv": (b"PK\x03\x04\x14\x00\x06\x00" + b"\x00" * 50, "a spreadsheet"),
    "leads.csv.gz": (b"\x1f\x8b\x08\x00" + b"\x00" * 9, "a gzip archive"),
    "leads.pdf": (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
    "leads.parquet": (b"PAR1\x15\x04", "no Parquet file that can be read"),
    "photo.csv": (bytes(range(256)) * 4, "a binary file"),
    "zeros.csv": (b"\0" * 5000, "a binary file"),
    "page.csv": (b"<!DOCTYPE html>\n<html><body>x</body></html>\n", "is an HTML page"),
    "page.xls": (b"\xef\xbb\xbf \n<TABLE><tr><td>tel1</td></tr></TABLE>", "is an HTML page"),
    "sheet.xls": (b'<?xml version="1.0"?><Workbook></Workbook>', "is an XML document"),
    "utf8_behind.csv": (b"customer_name,tel1\nMar\xeda,57300\n" + "Ñandú,57301\n".encode(), "line 2: not utf-8"),
    "endless_line.csv": (b"x" * (2**20 + 5), "a line of more than"),
    "two_in_a_line.ndjson": (f"{OBJECT} {OBJECT}\n".encode(), "line 1: no JSON object"),
    "cut.ndjson": (f"{OBJECT}\n{OBJECT[:20]}\n".encode(), "line 2: no JSON object"),
    "list_within.ndjson": (f"{OBJECT}\n[1]\n".encode(), "line 2: is a list"),
    "twice.ndjson": (b'{"tel1": "57300", "tel1": "57301"}\n', "line 1: no JSON object: it has 'tel1' more than once"),
    "deep.ndjson": (b'{"a": ' + b"[" * 100_000 + b"\n", "line 1: no JSON object"),
    "infinite.ndjson": (b'{"tel1": "57300", "customer_id": Infinity}\n', "line 1: customer_id is infinite"),
    "cut.json": (f"[{OBJECT}, ".encode(), "record 2: no JSON"),
    "no_comma.json": (f"[{OBJECT} {OBJECT}]".encode(), "no comma"),
    "trailing_comma.json": (f"[{OBJECT},]".encode(), "record 2: no JSON"),
    "more_behind.json": (f"[{OBJECT}] x".encode(), "more behind"),
    "numbers.json": (b"[1, 2]", "record 1: is an int"),
    "list_in_a_field.json": (b'[{"tel1": [1], "customer_id": "1"}]', "tel1 is a list"),
    "object_in_a_field.ndjson": (b'{"tel1": "57300", "customer_id": {"a": 1}}', "customer_id is a dict"),
    "pretty_object.json": (f'{{\n "data": [{OBJECT}]\n}}\n'.encode(), "line 1: no JSON object"),
}


async def uploaded(records):
    """Return the tel1 of what reaches the server, or the error."""
    async with answering(lambda seen: {"data": [{"total_registers": len(seen.json)}]}) as (wolkvox, seen, _):
        try:
            result = await wolkvox.campaign.add_records(**TARGET, records=records)
        except ConfigurationError as error:
            assert not seen
            return str(error)
        assert result.accepted == sum(len(each.json) for each in seen) > 0
        return [record["tel1"] for each in seen for record in each.json]


@pytest.mark.parametrize(("name", "content", "wanted"), [(name, *case) for name, case in FILES.items()], ids=FILES)
async def test_each_file_is_read_or_refused_with_what_to_do(tmp_path, name, content, wanted):
    (tmp_path / name).write_bytes(content)
    found = await uploaded(tmp_path / name)
    if isinstance(wanted, str):
        assert isinstance(found, str)
        assert wanted in found
    else:
        assert found == wanted


async def test_names_in_another_encoding_come_whole(tmp_path):
    for encoding in ("utf-8-sig", "utf-16", "utf-32", "cp1252"):
        (tmp_path / "leads.csv").write_bytes(TEXT.encode(encoding))
        given = "cp1252" if encoding == "cp1252" else None
        rows = list(RecordFile(tmp_path / "leads.csv", encoding=given))
        assert [(row.number, row.record["customer_name"]) for row in rows] == [(2, "María"), (3, "Luis")]


async def test_a_rejection_names_the_line_of_the_file(tmp_path):
    (tmp_path / "leads.csv").write_bytes(b'customer_name,tel1\n"A\nB",57300\n\nLuis,57301\n')
    said = {"data": [{"total_errors": 1, "array_errors": ["x, object position 1"]}]}
    async with answering(lambda _: said) as (wolkvox, _, _):
        result = await wolkvox.campaign.add_records(**TARGET, records=tmp_path / "leads.csv")
        assert [each.row for each in result.rejected] == [5]
        assert (result.batches[0].first_row, result.batches[0].last_row) == (2, 5)


async def test_rows_that_cannot_be_read_are_left_out_where_that_is_wished(tmp_path):
    (tmp_path / "leads.csv").write_bytes(b"tel1,opt1\n57300,a\n57300\nx,b\n57301,c\n")
    async with answering(lambda seen: {"data": [{"total_registers": len(seen.json)}]}) as (wolkvox, _, _):
        result = await wolkvox.campaign.add_records(**TARGET, records=tmp_path / "leads.csv", invalid="skip")
        assert result.accepted == 2
        assert [each.row for each in result.rejected] == [3, 4]
        assert "1 cells, the header has 2" in result.rejected[0].reason


@pytest.mark.parametrize("suffix", ["ndjson", "json"])
async def test_numbers_of_json_keep_every_digit(tmp_path, suffix):
    numbers = ["12345678901234567890123", "1.50", "573001112233.0", "9007199254740993", "0.1000000000000000055511151"]
    records = [f'{{"tel1": "57300", "opt1": {number}}}' for number in numbers]
    text = "\n".join(records) if suffix == "ndjson" else f"[{','.join(records)}]"
    (tmp_path / f"leads.{suffix}").write_text(text)
    async with answering(lambda seen: {"data": [{"total_registers": len(seen.json)}]}) as (wolkvox, seen, _):
        await wolkvox.campaign.add_records(**TARGET, records=tmp_path / f"leads.{suffix}")
        assert [record["opt1"] for record in seen[0].json] == [*numbers[:2], "573001112233", *numbers[3:]]


def test_a_long_array_is_read_in_order(tmp_path):
    (tmp_path / "leads.json").write_text(
        json.dumps([{"tel1": str(n), "opt1": "[x]," * (n % 40)} for n in range(30_000)])
    )
    rows = list(RecordFile(tmp_path / "leads.json"))
    assert [(row.number, row.record["tel1"]) for row in rows] == [(n + 1, str(n)) for n in range(30_000)]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"delimiter": ";;"}, "delimiter"),
        ({"delimiter": ""}, "delimiter"),
        ({"delimiter": '"'}, "delimiter"),
        ({"delimiter": "\n"}, "delimiter"),
        ({"delimiter": "a"}, "delimiter"),
        ({"encoding": "nonsense"}, "unknown encoding"),
        ({"encoding": "base64"}, "unknown encoding"),
        ({"encoding": "ascii"}, "line 2: not ascii"),
        ({"encoding": "idna"}, "not idna"),
    ],
)
def test_an_option_that_cannot_be_right_is_named(tmp_path, given, said):
    (tmp_path / "leads.csv").write_bytes(TEXT.encode())
    with pytest.raises(ConfigurationError, match=said):
        list(RecordFile(tmp_path / "leads.csv", **given))


@pytest.mark.parametrize("path", ["missing.csv", ".", "a\0b"])
def test_a_path_that_cannot_be_read_is_an_error_of_ours(tmp_path, path):
    with pytest.raises(ConfigurationError, match="cannot be read"):
        list(RecordFile(tmp_path / path))


PIECES = st.sampled_from(
    [
        *(b"tel1", b"customer_id", b",", b";", b"\t", b'"', b"\n", b"\r", b"\r\n", b"573001112233", b"{", b"}", b"["),
        *(b"]", b":", b'"tel1"', b"sep=;", b"\xff", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"1e999999999", b"null", b" "),
    ]
)


@given(content=st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=30).map(b"".join)))
@example(content=b'{"tel1": 1e99999999999999999999}')
@example(content=b'{"tel1": ' + b"9" * 5000 + b"}")
@example(content=b"\xfe\xff\xd8\x00")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
def test_no_file_is_a_traceback(tmp_path, content):
    (tmp_path / "any").write_bytes(content)
    with contextlib.suppress(ConfigurationError):  # InvalidRecord is one
        for row in RecordFile(tmp_path / "any").rows(rules(PredictiveLead)):
            assert row.fault or encode(PredictiveLead, row.record, row.number, None, row.unit)


async def test_a_file_is_read_beside_other_work(tmp_path):
    (tmp_path / "leads.csv").write_bytes(b"tel1\n" + b"573001112233\n" * 5_000)
    turns = 0

    async def count():
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    counting = asyncio.ensure_future(count())
    await uploaded(tmp_path / "leads.csv")
    counting.cancel()
    assert turns >= 10


@pytest.mark.parametrize("last", ["x", "  ", ""])
def test_an_unknown_column_is_left_out_only_where_no_row_has_a_value(tmp_path, last):
    path = tmp_path / "a.csv"
    path.write_text("customer_id,tel1,Notas\n" + "1,573001112233,\n" * 2500 + f"2,573001112234,{last}\n")
    file = RecordFile(path)
    if last == "x":
        with pytest.raises(ConfigurationError, match="Notas is unknown"):
            list(file.rows({"customer_id", "tel1"}))
    else:
        assert {*next(iter(file.rows({"customer_id", "tel1"}))).record} == {"customer_id", "tel1"}


def test_a_field_that_the_user_gave_is_not_left_out_for_another_column(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("customer_id,tel1,Notas\n1,573001112233,\n")
    with pytest.raises(ConfigurationError, match="are both for tel1"):
        list(RecordFile(path, columns={"tel1": "tel1", "Notas": "tel1"}).rows({"customer_id", "tel1"}))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_what_was_kept_of_a_pipe_is_closed_with_the_file_that_kept_it(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["sh", "-c", "printf 'customer_id,tel1\\n7,573001112235\\n' > pipe"], cwd=tmp_path):
        source = RecordFile(tmp_path / "pipe")
        assert len([*source]) == 1
    kept = Path(source._spooled.name)
    assert kept.exists()
    source.itself = source  # as errors and their frames make circles
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        del source
        gc.collect()
    assert not kept.exists()
    assert [each for each in caught if each.category is ResourceWarning] == []
