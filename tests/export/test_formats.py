"""Files for people and for other programs: CSV and workbooks for Excel, and the server's own records."""

import csv
import errno
import io
import json
import re
import string
import tempfile
import zipfile
from contextlib import closing
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import python_calamine
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from tests.support.answering import answering, found
from tests.support.exporting import DETAIL, JANUARY, detail, fleet_at, manifest_in, serve_simulator  # noqa: F401
from tests.support.tabling import FULL, WINDOW, ZONE, Row, endpoint
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.export import Export, export
from wolkvox_async.export.excel import ExcelCsv, protected
from wolkvox_async.export.xlsx import Xlsx
from wolkvox_async.tables.arrow import batch_of, schema_of
from wolkvox_async.tables.columns import table_of

TABLE = table_of(endpoint(), ZONE, zone=ZONE)


def written(sink, *batches, **options):
    file = io.BytesIO()
    with closing(sink(file, TABLE, **options)) as made:
        for batch in batches:
            made.write(batch, WINDOW)
    return file.getvalue()


def as_columns(rows):
    return batch_of(TABLE, rows, WINDOW, schema_of(TABLE))


# CSV for Excel


def lines_of(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";", strict=True))


def shown(cell):
    """Return what Excel shows of a cell."""
    formula = re.fullmatch(r'="(.*)"', cell, re.DOTALL)
    return formula[1].replace('""', '"') if formula else cell


def test_csv_for_excel_has_local_dates_and_times_and_a_comma_before_decimals():
    header, line, empty = lines_of(written(ExcelCsv, [FULL, Row()]))
    assert header == list(TABLE.names)
    assert line[1:7] == ["7", "34,64", "2025-01-01 13:00:01", "2025-01-01", "93602", "true"]
    assert empty == [""] * len(header)


@pytest.mark.parametrize("make", [list, as_columns])
def test_csv_for_excel_is_the_same_of_records_and_of_columns(make):
    rows = [FULL, Row("573001112233", calls=10**16), Row(share=0.5, talk=timedelta(seconds=1.5))]
    first, second, third = lines_of(written(ExcelCsv, make(rows)))[1:]
    assert (second[0], second[1]) == ('="573001112233"', '="10000000000000000"')
    assert (third[2], third[5]) == ("0,5", "1,5")
    assert lines_of(written(ExcelCsv, rows))[1] == first


@pytest.mark.parametrize(
    "text",
    [
        *("573001112233", "0012", "+57 300", "1-2", "01/02/2025", "mar-25", "TRUE", "verdadero", "=1+1", "-1"),
        *("@SUM(A1)", "\t=1", "(5)", '=HYPERLINK("http://x","y")', "10:30", ".5", "$5", "1e5"),
    ],
)
def test_excel_shows_a_text_that_it_would_change_as_it_is(text):
    assert protected(text).startswith('="')
    assert shown(protected(text)) == text


@pytest.mark.parametrize("text", ["María", "a=1", "CALLE 5", "https://x.co/1", "ñandú; 3", '{"a": 1}', "", "#12"])
def test_other_texts_are_written_without_more(text):
    assert protected(text) == text


def test_a_long_formula_is_not_carried_out():
    assert protected("=" + "x" * 300) == "'=" + "x" * 300
    assert protected('=1+"\n"') == '\'=1+"\n"'
    assert protected("1" * 300) == "1" * 300  # Excel keeps a text that is longer than any number


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_no_cell_is_carried_out_and_none_loses_a_letter(text):
    ((cell, *_),) = lines_of(written(ExcelCsv, [Row(text)]))[1:]
    if cell == text:
        assert cell.lstrip()[:1] not in ("=", "+", "-", "@")
    else:
        assert text in (shown(cell), cell.removeprefix("'"))


# Workbooks


def sheets_of(content):
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize("make", [list, as_columns])
def test_a_workbook_holds_numbers_dates_and_texts(make):
    rows = sheets_of(written(Xlsx, make([FULL, Row("=1+1", calls=10**16), Row("573001112233")])))["test.row"]
    assert rows[0] == list(TABLE.names)
    moment, day = datetime(2025, 1, 1, 13, 0, 1), date(2025, 1, 1)
    assert rows[1][1:7] == [7, 34.64, moment, day, 93602, True]
    assert rows[1][0].replace("\r\n", "\n") == FULL.name.replace("\r\n", "\n")
    assert rows[2][:2] == ["=1+1", str(10**16)]
    assert rows[3][0] == "573001112233"


def test_a_sheet_that_is_full_is_followed_by_another():
    sheets = sheets_of(written(Xlsx, [Row(str(number)) for number in range(5)], rows=2))
    assert list(sheets) == ["test.row", "test.row 2", "test.row 3", "about"]
    assert [row[0] for name in list(sheets)[:3] for row in sheets[name][1:]] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(("rows", "refs"), [(0, ["A1:{}1"]), (2, ["A1:{}3"]), (5, ["A1:{}3", "A1:{}3", "A1:{}2"])])
def test_the_header_of_each_sheet_stays_in_sight_and_filters_its_rows(rows, refs):
    batches = [[Row(str(number)) for number in range(rows)]] if rows else []
    content = written(Xlsx, *batches, rows=2)
    last = string.ascii_uppercase[len(TABLE.names) - 1]
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        for number, ref in enumerate(refs, 1):
            sheet = book.read(f"xl/worksheets/sheet{number}.xml").decode()
            assert f'<autoFilter ref="{ref.format(last)}"/>' in sheet
            assert '<pane ySplit="1" topLeftCell="A2"' in sheet
            assert 'state="frozen"' in sheet
        about = book.read(f"xl/worksheets/sheet{len(refs) + 1}.xml").decode()
        assert "autoFilter" not in about


def test_a_workbook_says_what_it_is():
    about = sheets_of(written(Xlsx, facts={"operation": "sales-co", "parameters": {"by": "day"}}))["about"]
    assert [row[:2] for row in about[:2]] == [["operation", "sales-co"], ["parameters", "by=day"]]
    assert ["talk", "seconds"] in [row[:2] for row in about]


def test_a_date_before_excels_first_is_a_text():
    rows = sheets_of(written(Xlsx, [Row(when=datetime(1899, 1, 1, tzinfo=ZONE), day=date(1800, 1, 1))]))["test.row"]
    assert rows[1][3:5] == ["1899-01-01 00:00:00", "1800-01-01"]


def test_a_text_that_no_cell_takes_is_an_error_that_names_the_column():
    with pytest.raises(ConfigurationError, match=r"name of a row has 40,000 characters.*write parquet"):
        written(Xlsx, [Row("x" * 40_000)])


def test_a_full_disk_is_the_error_of_a_workbook_and_leaves_no_temporary_file(monkeypatch, tmp_path):
    class Full(io.BytesIO):
        def write(self, data):
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made = Xlsx(Full(), TABLE)
    made.write([FULL], WINDOW)
    with pytest.raises(OSError, match="No space left"):
        made.close()
    assert list(tmp_path.iterdir()) == []


async def test_an_export_to_workbooks_has_the_rows_in_the_operations_zone(simulator, tmp_path):
    outcome = await detail(simulator, tmp_path, "xlsx", end=date(2025, 1, 4))
    async with fleet_at(simulator) as fleet:
        records = await fleet["sales-co"].campaign.detail(**DETAIL, start=date(2025, 1, 1), end=date(2025, 1, 4))
    (path,) = outcome.files
    header, *rows = sheets_of(path.read_bytes())["campaign.detail"]
    moments = [row[header.index("date")] for row in rows]
    moments = [each if isinstance(each, datetime) else datetime.combine(each, time()) for each in moments]  # midnights
    assert moments == [each.date.replace(tzinfo=None) for each in records]
    assert [row[header.index("tel1")] for row in rows] == [each.tel1 or "" for each in records]
    assert (await detail(simulator, tmp_path, "xlsx", end=date(2025, 1, 4))).calls == 0


async def test_an_export_to_csv_for_excel_is_in_the_operations_zone_or_the_one_that_is_asked(simulator, tmp_path):
    for zone, first in ((None, "2025-01-01 00"), ("UTC", "2025-01-01 05")):
        given = {"excel": True, "zone": zone, "columns": "operation", "end": date(2025, 1, 4)}
        outcome = await detail(simulator, tmp_path / str(zone), "csv", **given)
        header, *lines = lines_of(outcome.files[0].read_bytes())
        assert (header[0], "campaign_id" in header) == ("operation", False)
        assert min(line[header.index("date")] for line in lines).startswith(first)


# The server's own records


def answer(seen):
    record = '{"date": "%s 10:00:00", "conn_id": 1624464512.10, "cost": "1,5", "new": [1, {"a": null}], "n": %d}'
    day = seen.query["date_ini"][:8]
    day = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    rows = [record % (day, 2**70), record % (day, 1), record % (day, 1)]
    body = f'{{"code": "200", "error": null, "msg": "3 records were found", "data": [{",".join(rows)}]}}'
    return web.Response(text=body, content_type="application/json")


async def test_raw_lines_are_the_servers_own_records(tmp_path):
    async with answering(answer) as (wolkvox, _, _):
        report = wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 1, 2))
        outcome = await export([report], to=tmp_path, format="ndjson", raw=True)
    (path,) = outcome.files
    lines = path.read_text().splitlines()
    assert len(lines) == outcome.rows == 3
    assert json.loads(lines[0], parse_float=str) == {
        "date": "2025-01-01 10:00:00",
        "conn_id": "1624464512.10",
        "cost": "1,5",
        "new": [1, {"a": None}],
        "n": 2**70,
    }
    assert lines[1] == lines[2]
    assert manifest_in(tmp_path)["format"] == "ndjson-raw"


async def test_raw_lines_have_each_row_once_where_two_windows_give_it(tmp_path):
    def minutes(seen):
        first, last = (f"{seen.query[name][8:12]}" for name in ("date_ini", "date_end"))
        day = [{"date": f"2025-01-{number:02} 00:00:00", "n": number} for number in (1, 2, 31)]
        late = [{"date": "2025-02-01 00:00:00", "n": 32}]
        rows = (
            day + late
            if seen.query["date_ini"] == "20250101000000"
            else [*late, {"date": "2025-02-01 09:00:00", "n": 33}]
        )
        assert (first, last) == ("0000", "2359")
        return found(*rows)

    async with answering(minutes) as (wolkvox, _, _):
        report = wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 2, 2))
        outcome = await export([report], to=tmp_path, format="ndjson", raw=True)
    rows = [json.loads(line) for path in outcome.files for line in path.read_bytes().splitlines()]
    assert [row["n"] for row in rows] == [1, 2, 31, 32, 33]
    assert outcome.reports[0].repeated == 1


async def test_a_raw_record_with_bytes_that_are_no_text_says_so(tmp_path):
    def bad(_):
        body = b'{"code": "200", "error": null, "msg": "1 records were found", "data": [{"agent_name": "a\xff"}]}'
        return web.Response(body=body, content_type="application/json")

    async with answering(bad) as (wolkvox, _, _):
        report = wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 1, 2))
        outcome = await export([report], to=tmp_path, format="ndjson", raw=True)
    (line,) = outcome.files[0].read_bytes().splitlines()
    assert json.loads(line) == {"agent_name": "a\ufffd", "_wolkvox_defective": {"agent_name": "a\\xff"}}


@pytest.mark.parametrize("name", ["campaign.detail", "reports.agent_8", "reports.skill_3", "reports.campaign_4"])
async def test_raw_lines_of_every_meaning_are_what_a_call_gives(simulator, tmp_path, name):
    own = {
        "campaign.detail": DETAIL,
        "reports.campaign_4": {"campaign_id": "32841"},
        "reports.skill_3": {"skill_id": "1"},
    }
    given = own.get(name, {})
    async with fleet_at(simulator) as fleet:
        wolkvox = fleet["sales-co"]
        report = wolkvox.report(name, start=date(2025, 1, 1), end=date(2025, 1, 4), **given)
        outcome = await export([report], to=tmp_path, format="ndjson", raw=True)
        (asked,) = [each for each in simulator.ledger.requests if each.query.get("date_ini")]
        query = {key: value for key, value in asked.query.items() if key != "api"}
        document = await wolkvox.call("GET", asked.script, asked.api, **query)
    lines = [json.loads(line) for path in outcome.files for line in path.read_bytes().splitlines()]
    assert lines == document.rows
    assert lines


async def test_totals_of_several_windows_are_none_of_the_servers_records(simulator, tmp_path):
    async with fleet_at(simulator) as fleet:
        report = fleet["sales-co"].report(
            "reports.campaign_4", campaign_id="32841", start=date(2025, 1, 1), end=date(2025, 4, 1)
        )
        with pytest.raises(ConfigurationError, match="none of the server's own records; leave out raw, or ask for at"):
            await export([report], to=tmp_path, format="ndjson", raw=True)


# What does not go together


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"format": "parquet", "raw": True}, "raw is of ndjson, not of parquet"),
        ({"format": "ndjson", "excel": True}, "excel is of csv, not of ndjson"),
        ({"format": "ndjson", "raw": True, "zone": "operation"}, "no other zone and no more columns"),
        ({"format": "ndjson", "raw": True, "columns": "operation"}, "no other zone and no more columns"),
        ({"format": "xls"}, "unknown format 'xls'.*xlsx"),
    ],
)
async def test_choices_that_do_not_go_together_are_refused_before_a_call(simulator, tmp_path, given, says):
    async with fleet_at(simulator) as fleet:
        with pytest.raises(ConfigurationError, match=says):
            await fleet.export("reports.cdr_1", to=tmp_path, **JANUARY, **given)
    assert simulator.ledger.calls("sales-co") == 0


def test_what_was_chosen_is_handed_on_to_workers():
    for asked in ({"format": "ndjson", "raw": True}, {"format": "csv", "excel": True, "zone": "UTC", "columns": ()}):
        choices = Export([], to=Path("x"), **asked).choices
        assert Export([], to=Path("x"), **choices).choices == choices
        assert asked.items() <= choices.items()


async def test_a_folder_of_another_way_of_writing_is_refused_with_the_way_to_go_on(simulator, tmp_path):
    await detail(simulator, tmp_path, "ndjson", raw=True, end=date(2025, 1, 4))
    with pytest.raises(ConfigurationError, match="use --format ndjson --raw, or name another"):
        await detail(simulator, tmp_path, "ndjson", end=date(2025, 1, 4))
