"""Every page of the documentation does what it says: its Python and its commands run against the simulator."""

import re
import sqlite3
import tomllib
from pathlib import Path

import pytest

import wolkvox_async
from tests.support.commands import finish
from tests.support.pages import Block, Reader, blocks
from tests.support.spreadsheets import LEADS, xlsx
from tests.support.tutorial import tutorial
from wolkvox_async.endpoints import campaign

ROOT = Path(__file__).parents[2]
GENERATED = ROOT / "docs/reference/api/endpoints"
PAGES = {
    str(path.relative_to(ROOT)): path
    for path in (*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("README.*.md")))
    if "_build" not in path.parts and not path.is_relative_to(GENERATED)
}
RUN = {name: path for name, path in PAGES.items() if {"python", "console"} & {each.language for each in blocks(path)}}
# Those of the second line are shown and not run; a shell's are `console`, so that they are run.
LANGUAGES = {"python", "console", "toml", "php", "js", "text", "ini", "yaml", "json", "sql"}


@pytest.fixture
def simulator(tmp_path, monkeypatch):
    """The server of the tutorial, in the folder of one who has done it."""
    with tutorial(tmp_path, monkeypatch) as simulator:
        yield simulator


@pytest.fixture
def reader(tmp_path, monkeypatch, simulator):
    """A reader who has done the tutorial, and has a file of leads."""
    (tmp_path / "leads.xlsx").write_bytes(xlsx(Hoja1=LEADS))
    with Reader(simulator, monkeypatch) as reader:
        yield reader


@pytest.mark.parametrize("name", RUN)
def test_what_a_page_shows_runs(name, reader):
    for block in blocks(PAGES[name]):
        reader.read(block)


UPLOAD = "u-1f2e3d4c"  # as the page writes the id of an upload


def interrupted(simulator, *, sent):
    """Make the last upload one whose batch had no answer, or was not sent; return its id."""
    (path,) = Path().glob("**/*uploads.sqlite3")
    with sqlite3.connect(path) as journal:
        ((name,),) = journal.execute("SELECT id FROM upload ORDER BY started DESC LIMIT 1").fetchall()
        if sent:
            states = "state = 'unknown', unknown = accepted, accepted = 0, sent = 0"
            journal.execute(f"UPDATE batch SET {states} WHERE upload = ?", (name,))
        else:
            journal.execute("DELETE FROM batch WHERE upload = ?", (name,))
            simulator.truth.uploads("demo", "32841").latest.clear()
            simulator.truth.uploads("demo", "32841").times.clear()
    journal.close()
    return name


def test_an_interrupted_upload_goes_on_as_its_page_says(reader, simulator):
    shown = blocks(PAGES["docs/how-to/excel-leads.md"])
    (resume, _), (reconcile, _) = next(block.commands for block in shown if UPLOAD in block.text)
    for block in shown[:2]:
        reader.read(block)
    for command, sent, code in ((resume, False, 3), (reconcile, True, 0)):  # one of the rows cannot be dialled
        name = interrupted(simulator, sent=sent)
        done = finish(Path.cwd(), *[name if word == UPLOAD else word for word in command.split()[1:]])
        assert done.returncode == code, done.stderr
        assert simulator.truth.uploaded("demo", "32841") == {"1": 1, "2": 1}


def test_the_test_that_a_page_shows_passes(wolkvox_simulator):
    (shown,) = [each for each in blocks(PAGES["docs/how-to/testing.md"]) if each.value == "test_my_sync.py"]
    names = {}
    exec(shown.text, names)
    names["test_my_sync"](wolkvox_simulator)


@pytest.mark.parametrize("name", PAGES)
def test_a_block_is_in_a_language_that_is_run_or_known(name):
    text = PAGES[name].read_text("utf-8")
    fences = [line for line in text.splitlines() if line.lstrip().startswith("```") and line.strip("` {")]
    shown = [fence for fence in fences if not fence.startswith("```{")]
    assert len(shown) == len(blocks(PAGES[name])), "a block is indented, or has no language"
    assert {each.language for each in blocks(PAGES[name])} <= LANGUAGES


@pytest.mark.parametrize("name", PAGES)
def test_toml_is_toml(name):
    for block in blocks(PAGES[name]):
        if block.language == "toml":
            tomllib.loads(block.text)


def test_a_block_that_fails_fails_the_page(reader):
    with pytest.raises(ZeroDivisionError):
        reader.read(Block("python", "1 / 0\n", 1))
    with pytest.raises(AssertionError, match="there is no command 'exprot'"):
        reader.read(Block("console", "$ wolkvox exprot\n", 1))
    with pytest.raises(AssertionError):
        reader.read(Block("console", "$ wolkvox --version\nwolkvox, version 99\n", 1))


@pytest.mark.parametrize("name", [*PAGES, "README.md", "CONTRIBUTING.md", "SECURITY.md", "examples/README.md"])
def test_what_a_page_links_to_is_there(name):
    page = ROOT / name
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
    files = [link for link in links if "://" not in link]
    assert [link for link in files if not (page.parent / link).exists()] == []


def test_every_public_name_is_in_the_reference():
    pages = "\n".join(path.read_text("utf-8") for path in (ROOT / "docs/reference/api").glob("*.md"))
    described = set(re.findall(r"^\.\. auto\w+:: (\S+)", pages, re.MULTILINE))

    def found(name):
        module = getattr(getattr(wolkvox_async, name), "__module__", "")
        return {f"wolkvox_async.{name}", f"{module}.{name}", module} & described

    beside_their_endpoints = set(campaign.__all__)
    assert [name for name in wolkvox_async.__all__ if name not in beside_their_endpoints and not found(name)] == []
