"""What `wolkvox call` writes: which columns, how many rows, in which form and where to."""

import csv
import json

import pytest

from tests.support.commands import configure, here
from tests.support.worlds import tenant
from wolkvox_async import ConfigurationError
from wolkvox_async.cli.output import Output
from wolkvox_async.cli.shared import Mistake, show
from wolkvox_async.cli.streams import say
from wolkvox_async.simulator import Simulator, World

ROWS = [
    {"a": "1", "b": None, "extra": {}},
    {"a": "dos, tres", "b": {"c": 1}, "d": "new", "extra": {"e": "5"}},
    {"a": "ñ\x1b[31m", "b": [1]},
]
CALL = ["call", "campaign.detail", "--campaign-id", "32841", "--type-campaign", "predictive"]
DATES = ["--from", "2025-01-01", "--to", "2025-01-03"]


def written(rows=ROWS, **options):
    output = Output.of(**({"as_json": False} | options))
    with output.writer() as writer:
        for row in rows:
            if writer.full:
                break
            writer.add(row)
    return writer.count


def test_csv_keeps_what_the_first_row_does_not_have(tmp_path):
    written(out=tmp_path / "rows.csv")
    with tmp_path.joinpath("rows.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["a", "b", "extra"]
    assert rows[1] == ["1", "", ""]
    assert rows[2][:2] == ["dos, tres", '{"c":1}']
    assert json.loads(rows[2][2]) == {"e": "5", "d": "new"}
    assert rows[3] == ["ñ\x1b[31m", "[1]", ""]


@pytest.mark.parametrize("rows", [ROWS, []])
def test_json_is_one_list(tmp_path, rows):
    assert written(rows, out=tmp_path / "rows.json") == len(rows)
    assert json.loads(tmp_path.joinpath("rows.json").read_text("utf-8")) == rows


def test_a_limit_and_columns_in_their_order(capsys):
    assert written(format_="ndjson", columns="b, a", rows_limit=2) == 2
    assert [list(json.loads(line).items()) for line in capsys.readouterr().out.splitlines()] == [
        [("b", None), ("a", "1")],
        [("b", {"c": 1}), ("a", "dos, tres")],
    ]
    written(format_="csv", columns="a", rows_limit=1)
    assert capsys.readouterr().out == "a\n1\n"


def test_a_table_has_no_control_characters(capsys):
    written(format_="table", columns="a,b")
    assert capsys.readouterr().out.splitlines()[-1] == "ñ [31m\t[1]"


def test_a_column_that_is_not_there_is_refused_before_anything_is_written(tmp_path, capsys):
    with pytest.raises(ConfigurationError, match="no column aa; did you mean 'a'"):
        written(columns="aa", format_="csv")
    with pytest.raises(ConfigurationError):
        written(columns="aa", out=tmp_path / "rows.csv")
    assert capsys.readouterr().out == ""
    assert list(tmp_path.iterdir()) == []


def test_a_file_has_its_name_when_all_rows_are_in_it(tmp_path):
    file = tmp_path / "rows.ndjson"
    file.write_text("before")

    def rows():
        yield ROWS[0]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        written(rows(), out=file)
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("rows.ndjson", "before")]
    with pytest.raises(Mistake, match="cannot be written"):
        written(out=tmp_path / "none" / "rows.csv")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"as_json": True, "format_": "csv"}, "--json is --format ndjson"),
        ({"as_json": False, "format_": "table", "out": "x"}, "--out takes"),
    ],
)
def test_options_that_contradict_each_other_are_refused(options, said):
    with pytest.raises(Mistake, match=said):
        Output.of(**options)


def test_the_command_takes_them(tmp_path):
    with Simulator(World(tenants=(tenant(licences=1),))) as simulator:
        configure(tmp_path, simulator)
        done = here(tmp_path, *CALL, *DATES, "--limit", "3", "--columns", "date,customer_id", "--format", "csv")
        assert done.returncode == 0, done.stderr
        assert done.stdout.decode().splitlines()[0] == "date,customer_id"
        assert len(done.stdout.splitlines()) == 4
        assert "the first 3 rows" in done.stderr.decode()
        done = here(tmp_path, *CALL, *DATES, "--out", "rows.csv")
        assert "48 rows in rows.csv" in done.stderr.decode()
        done = here(tmp_path, "call", "GET", "information.php", "token_info", "--format", "json", "--limit", "1")
        assert len(json.loads(done.stdout)) == 1
        assert here(tmp_path, "call", "storage.list_files", "--help").stdout.count(b"--limit") == 1


def test_what_is_said_has_no_control_characters(capsys):
    say("wolkvox: refused: \x1b[31mno\x07\r; line\n\tnext")
    assert capsys.readouterr().err == "wolkvox: refused:  [31mno  ; line\n\tnext\n"


def test_a_table_of_counts_has_commas_between_thousands_and_one_of_rows_has_none(capsys):
    row = ("sales-co", 60_000, "32841", True, 12_345.5)
    show(("operation", "calls", "campaign", "done", "share"), [row], counts=True)
    show(("operation", "calls", "campaign", "done", "share"), [row])
    _, counted, _, plain = capsys.readouterr().out.splitlines()
    assert counted == "sales-co\t60,000\t32841\tTrue\t12345.5"
    assert plain == "sales-co\t60000\t32841\tTrue\t12345.5"
