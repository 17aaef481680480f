"""Errors of the command line advise in its own words: options, and no arguments of Python."""

import re

import pytest

from tests.support.commands import configure, here
from tests.support.worlds import tenant
from wolkvox_async import ConfigurationError
from wolkvox_async.cli.runner import failed
from wolkvox_async.simulator import Campaign, Simulator, World

TARGET = ("--campaign", "32841", "--type", "predictive")
EXPORT = ("export", "reports.cdr_1", "--from", "-2d", "--to", "-1d", "--out", "x")
PYTHON = re.compile(r"\w=(True|False|None|['\"\d])|\b(upload_id|max_wait|start is|again=)|\.\w+\(\)")


@pytest.fixture
def folder(tmp_path):
    """Return a folder with two leads, and the configuration of an operation with two campaigns."""
    campaigns = (Campaign(id="32841", every=3600.0), Campaign(id="32842", every=3600.0))
    with Simulator(World(tenants=(tenant(*campaigns),))) as simulator:
        configure(tmp_path, simulator)
        (tmp_path / "leads.csv").write_text("customer_id,tel1\n1,573001112233\n2,573001112234\n")
        yield tmp_path


def said(folder, *words):
    """Run a command that fails, and return its last line."""
    done = here(folder, *words)
    assert done.returncode not in {0, 3}, done.stderr
    return done.stderr.decode().splitlines()[-1]


def test_an_upload_that_cannot_begin_or_go_on_names_options(folder):
    (folder / "other.csv").write_text("customer_id,tel1\n3,573001112235\n")
    assert here(folder, "upload", "leads.csv", *TARGET, "--resume", "march").returncode == 0
    sends_again = said(folder, "upload", "leads.csv", *TARGET)
    assert sends_again.endswith(" as upload march, and all were sent: 2 accepted; send them once more: --again")
    elsewhere = said(folder, "upload", "--resume", "march", "--campaign", "32842")
    assert elsewhere.endswith("; give that campaign, or another --resume ID")
    others = said(folder, "upload", "other.csv", "--resume", "march")
    assert others.endswith("give the file as it was to go on, or leave --resume out to begin another upload")
    differently = said(folder, "upload", "--resume", "march", "--map", "customer_id=customer_name")
    assert differently.endswith(
        "leave the options of reading out to go on, since the journal has them, or leave --resume out to begin another"
        " upload"
    )
    unnamed = said(folder, "upload", "leads.csv", *TARGET, "--resume", "")
    assert unnamed.endswith("the id of an upload is ''; give 1 to 100 printable characters")
    for line in (sends_again, elsewhere, others, differently, unnamed):
        assert PYTHON.search(line) is None, line


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        (("plan", "reports.cdr_1", "--from", "2025-02-01", "--to", "2025-01-01"), "the whole of May is 05-01 to 06-01"),
        ((*EXPORT, "--raw"), "give --format ndjson"),
        ((*EXPORT, "--raw", "--format", "ndjson", "--zone", "UTC"), "leave out --zone and --columns"),
        (("call", "campaign.find_record", "--campaign-id", "32841"), "--customer-id"),
    ],
)
def test_what_a_report_or_a_call_lacks_is_named_as_an_option(folder, words, ends):
    line = said(folder, *words)
    assert ends in line
    assert PYTHON.search(line) is None, line


def test_an_error_without_words_of_its_own_for_the_shell_says_what_it_says_in_python(capsys):
    failed(ConfigurationError("it is wrong", advice="mend it"))
    failed(ConfigurationError("it is wrong", advice="give x=1", command_advice="give --x 1"))
    assert capsys.readouterr().err.splitlines() == [
        "wolkvox: it is wrong; mend it",
        "wolkvox: it is wrong; give --x 1",
    ]
    assert (
        str(ConfigurationError("it is wrong", advice="give x=1", command_advice="give --x 1"))
        == "it is wrong; give x=1"
    )
