"""The README: every example runs, in order, in the folder of a new user; and it is read in five minutes."""

from pathlib import Path

import pytest

from tests.support.pages import Reader, blocks
from tests.support.spreadsheets import LEADS, xlsx
from tests.support.tutorial import tutorial

README = Path(__file__).parent.parent / "README.md"
WORDS = 1_700  # with those of the examples


@pytest.fixture
def reader(tmp_path, monkeypatch):
    """A new user, who has a file of leads and no configuration."""
    (tmp_path / "leads.xlsx").write_bytes(xlsx(Hoja1=LEADS))
    with tutorial(tmp_path, monkeypatch) as simulator, Reader(simulator, monkeypatch) as reader:
        (tmp_path / "wolkvox.toml").unlink()
        monkeypatch.delenv("WOLKVOX_TOKEN")
        yield reader


def test_every_example_runs(reader):
    shown = blocks(README)
    assert {"python", "console", "toml"} == {block.language for block in shown}
    assert [block.value for block in shown if block.mark == "not run"] == ["installs the package that the tests run"]
    for block in shown:
        reader.read(block)


def test_it_is_read_in_five_minutes():
    assert len(README.read_text("utf-8").split()) <= WORDS
