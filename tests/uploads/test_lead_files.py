"""What must come of each file in tests/uploads/files, and of binary ones: the command, against the simulator."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import orjson
import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.support.commands import configure, finish, here, on_terminal
from tests.support.spreadsheets import Day, ods, xlsx
from tests.support.worlds import tenant
from wolkvox_async.simulator import Campaign, Simulator, World

FILES = Path(__file__).with_name("files")
ROWS = [["Nombre", "Cédula", "Teléfono"], ["María", 1, 573001112233], ["José", "2", "573001112234"]]
CLEAN = ("--clean-phones", "--country", "57")
BOTH = {"1": {"tel1": "573001112233"}, "2": {"tel1": "573001112234"}}
NAMED = {"1": {"customer_name": "María", "tel1": "573001112233"}, "2": {"customer_name": "José Peña"}}


def parquet_of(columns):
    made = pa.BufferOutputStream()
    parquet.write_table(pa.table(columns), made)
    return made.getvalue().to_pybytes()


MADE = {
    "leads.xlsx": xlsx(Hoja1=ROWS),
    "starts_at_row_4.xlsx": xlsx(first=4, Hoja1=[*ROWS, None, [None, None, None], ["Eva", 3, "x"]]),
    "two_sheets.xlsx": xlsx(Hoja1=ROWS, Hoja2=[["Otra"], ["x"]]),
    "hidden_and_empty_sheets.xlsx": xlsx(hidden={"Listas"}, Hoja1=ROWS, Hoja2=[], Listas=[["Sí"], ["No"]]),
    "dates_and_errors.xlsx": xlsx(
        Hoja1=[
            ["Cédula", "Teléfono", "opt1", "recall_date", "opt2"],
            [1, 573001112233, Day(46023), Day(46023.5), 0.5],
            [2, 573001112234, "#N/A", None, None],
        ]
    ),
    "only_a_header.xlsx": xlsx(Hoja1=ROWS[:1]),
    "no_cells.xlsx": xlsx(Hoja1=[]),
    "renamed.csv": xlsx(Hoja1=ROWS),
    "leads.ods": ods(ROWS),
    "broken.xlsx": xlsx(Hoja1=ROWS)[:300],
    "phones.xlsx": xlsx(
        Hoja1=[
            ["Cédula", "Teléfono", None],
            [1, "'+57 300\xa0111\xa02233", None],
            [2.0, 3001112234.0, None],
            [3, "٣٠٠١١١٢٢٣٥", None],
            [4, "5,73001E+11", None],
            [5, "3001112236", "Nota"],
        ]
    ),
    "twice_named.xlsx": xlsx(Hoja1=[["Cédula", "Teléfono", "Teléfono"], [1, 573001112233, None]]),
    "leads.parquet": parquet_of({"Cédula": ["1", "2", None], "Teléfono": [573001112233, 573001112234, None]}),
}

# file: options, what took effect (fields by customer), rejected rows, exit code, what is said
CASES = {
    "excel_spanish_windows.csv": ((), NAMED, [], 0, "cp1252"),
    "excel_spanish_mac.csv": ((), NAMED, [], 0, "mac_roman"),
    "latin1.csv": ((), NAMED, [], 0, "as its letters show"),
    "excel_utf8.csv": ((), NAMED, [], 0, "Cédula → customer_id"),
    "excel_unicode_text.txt": ((), NAMED, [], 0, "utf-16"),
    "sep_line.csv": ((), NAMED, [], 0, ""),
    "damaged_utf8.csv": ((), {}, [], 2, "line 4: not utf-8 at byte 2"),
    "blank_lines_and_columns.csv": ((), BOTH, [], 0, ""),
    "empty_named_columns.csv": ((), BOTH, [], 0, "Mascota → (left out)"),
    "quoted_newlines.csv": (("--skip-invalid",), {"1": {"address": "Calle 1\nApto 2"}, "2": {}}, [6], 3, "row 6: tel1"),
    "ragged.csv": (("--skip-invalid",), {"1": {}, "4": {}}, [3, 4], 3, "row 4: 3 cells, the header has 2"),
    "english_headers.tsv": (
        (),
        {"1": {"customer_name": "Mary", "customer_last_name": "Smith", "email": "mary@example.com", "city": "Bogota"}},
        *([], 0, "First name → customer_name"),
    ),
    "many_phones.csv": (
        (),
        {
            "1": {"tel1": "573001112233", "tel2": "573001112234", "tel3": "573001112235", "opt1": "web", "age": "34"}
            | {"gender": "F", "state": "Cundinamarca", "zone": "Chapinero"}
        },
        *([], 0, ""),
    ),
    "two_for_one_field.csv": ((), {}, [], 2, "'Teléfono' and 'Celular' are both for tel1"),
    "duplicate_header.csv": ((), {}, [], 2, "'Teléfono' more than once"),
    "unknown_columns.csv": ((), {}, [], 2, "unknown: Mascota, tel11, cutomer_name"),
    "header_alone.csv": ((), {}, [], 2, "holds no record"),
    "empty.csv": ((), {}, [], 2, "is empty"),
    "no_header.csv": ((), {}, [], 2, "must name the columns"),
    "phones.csv": (
        (*CLEAN, "--skip-invalid"),
        {str(n): {"tel1": "573001112233"} for n in range(1, 10)}
        | {"10": {"tel1": "13055550100"}, "11": {"tel1": "576012345678"}},
        *([13, 14, 15, 16, 17, 18, 19], 3, "the spreadsheet that has them"),
    ),
    "lost_digits.csv": ((), {}, [], 2, "customer_id has lost its digits to scientific notation: '5,2123E+07'"),
    "formula_errors.csv": (("--skip-invalid",), {"2": {"customer_name": "Ana # 3"}}, [2, 4], 3, "formula"),
    "duplicates.csv": (
        ("--dedupe", "customer_id,tel1"),
        {"1": {"tel1": "573001112235"}, "2": {}},
        [],
        0,
        "duplicates: 1, in rows 4; left out",
    ),
    "mended_rejects.csv": ((), {"1": {"tel1": "573001112233"}}, [], 0, ""),
    "values.csv": (("--skip-invalid",), {"4": {"age": "30"}}, [2, 3, 4], 3, "age is not a whole number: 'treinta'"),
    "records.ndjson": (("--skip-invalid",), {"1": {}, "3": {"tel1": "573001112234"}}, [3, 4], 3, "is a list"),
    "records.json": ((), BOTH, [], 0, ""),
    "page_instead_of_csv.csv": ((), {}, [], 2, "is an HTML page"),
    "open_quote.csv": ((), {}, [], 2, "line 3"),
    "leads.xlsx": ((), {"1": {"customer_name": "María", "tel1": "573001112233"}, "2": {}}, [], 0, ""),
    "starts_at_row_4.xlsx": (("--skip-invalid",), BOTH, [9], 3, "row 9: tel1"),
    "two_sheets.xlsx": (("--sheet", "Hoja1"), BOTH, [], 0, ""),
    "hidden_and_empty_sheets.xlsx": ((), BOTH, [], 0, ""),
    "dates_and_errors.xlsx": (
        ("--skip-invalid",),
        {"1": {"opt1": "2026-01-01", "recall_date": "20260101120000", "opt2": "0.5"}},
        *([3], 3, "row 3: cell C3 is an error of a formula"),
    ),
    "only_a_header.xlsx": ((), {}, [], 2, "holds no record"),
    "no_cells.xlsx": ((), {}, [], 2, "holds no record"),
    "renamed.csv": ((), BOTH, [], 0, ""),
    "leads.ods": ((), BOTH, [], 0, ""),
    "broken.xlsx": ((), {}, [], 2, "save it as CSV"),
    "phones.xlsx": (
        (*CLEAN, "--skip-invalid"),
        {"1": {"tel1": "573001112233"}, "2": {"tel1": "573001112234"}, "3": {"tel1": "573001112235"}},
        *([5, 6], 3, "cell 3 stands in a column without a name"),
    ),
    "twice_named.xlsx": ((), {}, [], 2, "'Teléfono' more than once"),
    "leads.parquet": (("--skip-invalid",), BOTH, [3], 3, "row 3: tel1 is missing"),
    "half_emoji.ndjson": (("--skip-invalid",), {"1": {}}, [2], 3, "customer_name"),
    "wide_numbers.ndjson": (
        (),
        {"12345678901234567890": {"tel1": "573001112233"}, "2": {"tel1": "573001112234"}},
        [],
        0,
        "",
    ),
    "utf16_without_mark.csv": ((), NAMED, [], 0, "utf-16-le"),
    "cr_only_quoted.csv": (("--skip-invalid",), {"1": {}, "2": {}}, [6], 3, "row 6: tel1"),
}
TARGET = ("--campaign", "32841", "--type", "predictive")


@pytest.fixture
def folder(tmp_path):
    world = World(tenants=(tenant(Campaign(id="32841", every=3600.0), licences=1),))
    with Simulator(world) as simulator:
        configure(tmp_path, simulator)
        yield tmp_path, simulator


def taken(simulator):
    return {key: orjson.loads(each) for key, each in simulator.truth.uploads("sales-co", "32841").latest.items()}


def test_every_file_has_its_case():
    assert {path.name for path in FILES.iterdir()} - {".gitattributes"} | MADE.keys() == CASES.keys()


@pytest.mark.parametrize("name", CASES)
def test_each_file_ends_as_its_case_says(folder, name):
    options, wanted, rejected, code, said = CASES[name]
    path, simulator = folder
    file = FILES / name
    if name in MADE:
        file = path / name
        file.write_bytes(MADE[name])
    done = here(path, "upload", str(file), *TARGET, *options, "--json")
    err = done.stderr.decode()
    assert "Traceback" not in err
    assert done.returncode == code, err
    assert said in err
    found = taken(simulator)
    assert found.keys() == wanted.keys(), err
    for customer, fields in wanted.items():
        assert fields.items() <= found[customer].items()
    if code != 2:
        assert [each["row"] for each in json.loads(done.stdout)["rejected"]] == rejected
        assert json.loads(done.stdout)["duplicates"] == (name == "duplicates.csv")
    assert simulator.ledger.violations == []


def test_several_sheets_are_refused_with_their_names(folder):
    path, _ = folder
    (path / "a.xlsx").write_bytes(MADE["two_sheets.xlsx"])
    done = here(path, "upload", "a.xlsx", *TARGET)
    assert done.returncode == 2
    assert "choose one with --sheet: Hoja1, Hoja2" in done.stderr.decode()


def test_a_parquet_file_and_standard_input_are_read(folder):
    path, simulator = folder
    table = pa.table({"customer_id": ["1", "2"], "tel1": [573001112233, 573001112234]})
    parquet.write_table(table, path / "a.parquet")
    assert here(path, "upload", "a.parquet", *TARGET).returncode == 0
    (path / "b.csv").write_text("customer_id,tel1\n3,573001112235\n")
    assert finish(path, "upload", "-", *TARGET, shell="< b.csv").returncode == 0
    assert taken(simulator).keys() == {"1", "2", "3"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_named_pipe_is_read_and_its_duplicates_are_warned_of(folder):
    path, simulator = folder
    os.mkfifo(path / "pipe")
    lines = r"customer_id,tel1\n7,573001112235\n7,573001112235\n"
    with subprocess.Popen(["sh", "-c", f"printf '{lines}' > pipe"], cwd=path):
        done = here(path, "upload", "pipe", *TARGET)
    assert done.returncode == 0, done.stderr
    assert "warning: duplicates: 1, in rows 3" in done.stderr.decode()
    assert simulator.truth.uploaded("sales-co", "32841") == {"7": 2}


def test_rejected_rows_are_written_as_they_were_and_can_be_mended_and_sent(folder):
    path, simulator = folder
    (path / "a.csv").write_text("Cédula;Teléfono;Notas\n1;573001112233;a\n2;x;b\n3\n4;573001112234;c;d\n", "cp1252")
    options = ("--map", "Notas=opt1", "--skip-invalid", "--rejected", "bad.csv")
    assert here(path, "upload", "a.csv", *TARGET, *options).returncode == 3
    rows = list(csv.reader((path / "bad.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0] == ["Cédula", "Teléfono", "Notas", "rejection_reason"]
    assert [row[:3] for row in rows[1:]] == [["2", "x", "b"], ["3", "", ""], ["4", "573001112234", "c"]]
    assert "tel1 is not a phone number" in rows[1][3]
    assert rows[3][4:] == ["d"]
    rows[1][1] = rows[2][1] = "573001112235"
    rows[3].pop()
    with (path / "bad.csv").open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows(rows)
    done = here(path, "upload", "bad.csv", *TARGET, "--map", "Notas=opt1")
    assert done.returncode == 0, done.stderr
    assert taken(simulator).keys() == {"1", "2", "3", "4"}


def test_a_dry_run_shows_what_would_be_sent_and_sends_nothing(folder):
    path, simulator = folder
    file = str(FILES / "phones.csv")
    done = here(path, "upload", file, *TARGET, *CLEAN, "--skip-invalid", "--dry-run", "--batch-size", "5", "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert (found["records"], found["batches"], found["calls"], len(found["invalid"])) == (11, 3, 3, 7)
    assert found["first"][0] == {"customer_id": "1", "tel1": "573001112233"}
    refused = here(path, "upload", file, *TARGET, "--dry-run")
    assert refused.returncode == 2
    assert simulator.ledger.calls("sales-co") == 0


@pytest.mark.parametrize("kind", ["predictive", "preview"])
def test_the_template_is_a_file_that_can_be_uploaded(folder, kind):
    path, simulator = folder
    assert finish(path, "upload", "--template", kind, shell="> template.csv").returncode == 0
    done = here(path, "upload", "template.csv", "--campaign", "32841", "--type", kind, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert simulator.ledger.calls("sales-co") == 0


def test_a_mapping_file_leaves_columns_out_and_options_go_before_it(folder):
    path, simulator = folder
    (path / "a.csv").write_text("A,B,C\n1,573001112233,x\n", "utf-8")
    (path / "map.txt").write_text("# leads\nA = customer_id\nB=tel2\nC=\n", "utf-8")
    done = here(path, "upload", "a.csv", *TARGET, "--map-file", "map.txt", "--map", "B=tel1")
    assert done.returncode == 0, done.stderr
    assert taken(simulator) == {"1": {"customer_id": "1", "tel1": "573001112233"}}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--map", "Telefon=tel1"), "there is no column 'Telefon'"),
        (("--map", "tel1=tel2", "--map", "tel1=tel3"), "--map: 'tel1' is mapped to 'tel3' and to 'tel2'"),
        (("--map", "tel1=tell"), "'tell': no such field; did you mean 'tel"),
        (("--map", "tel1"), "--map: 'tel1' is not COLUMN=FIELD"),
        (("--map-file", "none.txt"), "none.txt cannot be read"),
        (("--map-file", "twice.txt"), "twice.txt, line 3: 'tel1' is mapped to 'tel3' and to 'tel2'"),
        (("--dedupe", "tell"), "duplicates cannot be found by 'tell'"),
        (("--dedupe", "tel2"), "no column is for it"),
        (("--clean-phones",), "--country"),
        (("--clean-phones", "--country", "999"), "there is no country '999'"),
    ],
)
def test_an_option_that_cannot_be_right_is_one_line(folder, options, said):
    path, simulator = folder
    (path / "a.csv").write_text("customer_id,tel1\n1,573001112233\n")
    (path / "twice.txt").write_text("# leads\ntel1 = tel2\ntel1 = tel3\n")
    done = here(path, "upload", "a.csv", *TARGET, *options)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert len(done.stderr.splitlines()) == 1
    assert simulator.ledger.calls("sales-co") == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(
    ("answer", "options", "code", "sent"),
    [
        ("y", (), 0, {"1"}),
        ("n", (), 2, set()),
        ("", ("--yes",), 0, {"1"}),
        ("", ("--dry-run",), 0, set()),  # it sends nothing
    ],
)
def test_a_terminal_is_asked_whether_the_columns_are_right(folder, answer, options, code, sent):
    path, simulator = folder
    (path / "a.csv").write_text("Cédula,Celular\n1,573001112233\n", "utf-8")
    ended, said = on_terminal(path, "upload", "a.csv", *TARGET, *options, typed=f"{answer}\n")
    assert ended == code, said
    assert "Celular → tel1" in said
    assert ("Is that right?" in said) == bool(answer)
    assert taken(simulator).keys() == sent


def test_all_invalid_rows_are_named_and_no_person_is_shown(folder):
    path, _ = folder
    (path / "a.csv").write_text("customer_id,tel1\n" + "".join(f"{n},Esmeralda\n" for n in range(30)))
    done = here(path, "upload", "a.csv", *TARGET)
    err = done.stderr.decode()
    assert done.returncode == 2
    assert "rows 2, 3, 4 and 27 more: tel1 is not a phone number: " in err
    assert err.count("tel1 is not a phone number") == 1
    assert "30 records are invalid" in err
    assert "--clean-phones --country 57 writes" in err
    assert "Esmeralda" not in err
