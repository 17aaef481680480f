"""Parameters that all operations of a wolkvox.toml share, and endpoints that one of them is not asked for."""

from datetime import date

import pytest

from tests.support.commands import here
from wolkvox_async import ConfigurationError, Fleet, MemoryStore, config

TOML = """
[parameters."reports.chat_1"]
{shared}

[parameters.detail]
type_campaign = "predictive"
campaign_id = ["1", "2"]

[operations.sales-co]
server = "0099"
tokens = ["env:TOKEN"]
licences = 20
tz = "UTC"

[operations.support]
server = "0100"
tokens = ["env:TOKEN"]
licences = 20
tz = "UTC"

[operations.support.parameters."campaign.detail"]
{own}
"""
DATES = {"start": date(2025, 1, 1), "end": date(2025, 2, 1)}


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.setenv("TOKEN", "token-alpha")

    def write(shared="", own=""):
        file = tmp_path / "wolkvox.toml"
        file.write_text(TOML.format(shared=shared, own=own))
        return file

    return write


def ids(fleet, operation):
    reports = fleet.reports("campaign.detail", operations=operation, **DATES)
    return [(report.parameters["type_campaign"], report.parameters["campaign_id"]) for report in reports]


async def test_an_operations_own_parameters_go_before_those_that_all_share(write):
    async with Fleet.from_toml(write(own='campaign_id = "7"'), store=MemoryStore()) as fleet:
        assert ids(fleet, "sales-co") == [("predictive", "1"), ("predictive", "2")]
        assert ids(fleet, "support") == [("predictive", "7")]


async def test_an_operation_is_not_asked_for_what_it_skips(write):
    async with Fleet.from_toml(write(own="skip = true"), store=MemoryStore()) as fleet:
        assert fleet.skips("support", "detail")
        assert not fleet.skips("sales-co", "detail")
        reports = fleet.reports(["campaign.detail", "cdr_1"], **DATES)
        assert [(report.operation, report.endpoint.name) for report in reports] == [
            ("sales-co", "campaign.detail"),
            ("sales-co", "campaign.detail"),
            ("sales-co", "reports.cdr_1"),
            ("support", "reports.cdr_1"),
        ]
        with pytest.raises(ConfigurationError, match=r"support skip campaign\.detail"):
            fleet.reports("campaign.detail", operations="support", **DATES)
        assert "skip" not in fleet.given("support", "campaign.detail", {})


async def test_what_all_skip_one_may_be_asked_for(write):
    file = write(own="skip = false")
    file.write_text(file.read_text().replace("[parameters.detail]", "[parameters.detail]\nskip = true"))
    async with Fleet.from_toml(file, store=MemoryStore()) as fleet:
        assert {report.operation for report in fleet.reports("detail", **DATES)} == {"support"}


@pytest.mark.parametrize(
    ("shared", "own", "said"),
    [
        ('nothing = "1"', "", 'unknown key parameters."reports.chat_1".nothing'),
        ("skip = 1", "", 'parameters."reports.chat_1".skip is 1'),
        ("", "skip = 'yes'", "operations.support.parameters.\"campaign.detail\".skip is 'yes'"),
        ("", "campaign_id = []", "campaign_id is an empty list"),
    ],
)
def test_what_cannot_be_right_is_named_with_its_place(write, shared, own, said):
    file = write(shared, own)
    if shared:
        with pytest.raises(ConfigurationError) as caught:
            config.load(file)
        error = caught.value
    else:
        error = config.load(file).failures["support"]
    assert said in str(error)


def test_the_command_line_says_what_is_skipped(write):
    folder = write(own="skip = true").parent
    words = ("plan", "--from", "2025-01-01", "--to", "2025-02-01", "detail")
    done = here(folder, *words, XDG_STATE_HOME=str(folder))
    assert done.returncode == 0
    assert "support: detail is skipped, as the configuration says" in done.stderr.decode()
    assert "support" not in done.stdout.decode()
    done = here(folder, *words, "--operation", "support", XDG_STATE_HOME=str(folder))
    assert done.returncode == 2
    assert "nothing is left to ask for" in done.stderr.decode()
