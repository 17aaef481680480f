"""Dates at the command line: words mean a moment of each operation's own clock, and what is meant is said."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import click
import pytest
from click.testing import CliRunner

from tests.support.worlds import tenant
from wolkvox_async.cli import main
from wolkvox_async.cli.dates import Word, absolute, moment
from wolkvox_async.simulator import Simulator, World

BOGOTA, TOKYO, SANTIAGO = map(ZoneInfo, ("America/Bogota", "Asia/Tokyo", "America/Santiago"))
NOW = datetime(2025, 6, 2, 1, 30, 20, 5, tzinfo=UTC)  # the evening before in Bogota


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("today", BOGOTA, date(2025, 6, 1)),
        ("today", TOKYO, date(2025, 6, 2)),
        ("Yesterday", BOGOTA, date(2025, 5, 31)),
        ("-7d", BOGOTA, date(2025, 5, 25)),
        ("-2w", TOKYO, date(2025, 5, 19)),
        ("now", BOGOTA, datetime(2025, 6, 1, 20, 30, 20, tzinfo=BOGOTA)),
        ("-3h", BOGOTA, datetime(2025, 6, 1, 17, 30, tzinfo=BOGOTA)),
        ("-90m", TOKYO, datetime(2025, 6, 2, 9, 0, tzinfo=TOKYO)),
    ],
)
def test_a_word_means_a_moment_of_the_operations_clock(text, zone, expected):
    word = moment.convert(text, None, None)
    assert isinstance(word, Word)
    assert word.resolve(zone, NOW) == expected


def test_hours_are_hours_where_the_clock_goes_back():
    after = datetime(2025, 4, 6, 3, 30, tzinfo=UTC)  # 23:30 in Santiago, for the second time
    assert Word("-1h").resolve(SANTIAGO, after).astimezone(UTC) == datetime(2025, 4, 6, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["tomorow", "-7", "7d", "-7y", "--7d", "-99999d", "2025-13-01", ""])
def test_what_is_not_a_date_is_refused_with_examples(text):
    with pytest.raises(click.BadParameter, match=r"is not a date; write 2025-01-31, .*, today, .*, -7d or -3h"):
        moment.convert(text, None, None)


@pytest.mark.parametrize("text", ["today", "-7d"])
def test_a_moment_that_is_sent_takes_no_words(text):
    with pytest.raises(click.BadParameter, match="is not a date"):
        absolute.convert(text, None, None)


def test_a_range_in_words_is_each_operations_own_and_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    zones = {"west": "Pacific/Pago_Pago", "east": "Pacific/Kiritimati"}  # a day apart, always
    tenants = tuple(tenant(name=name, tokens=(f"token-{name}",), tz=zone) for name, zone in zones.items())
    with Simulator(World(tenants=tenants)) as simulator:
        tables = [
            f'[operations.{name}]\nserver = "1"\ntokens = ["env:T_{name}"]\nlicences = 1\ntz = "{zone}"\n'
            f'base_url = "{simulator.base_url}"\n'
            for name, zone in zones.items()
        ]
        (tmp_path / "wolkvox.toml").write_text('store = "s.sqlite3"\n' + "\n".join(tables))
        words = ("export", "cdr_1", "--from", "-1d", "--to", "today", "--out", "out", "--format", "csv")
        done = CliRunner().invoke(main, words, env={f"T_{name}": f"token-{name}" for name in zones})
        asked = {request.query["date_ini"][:8] for request in simulator.ledger.requests}  # an end may be asked again
    assert done.exit_code == 0, done.output
    said = [line for line in done.stderr.splitlines() if line.startswith("wolkvox: the range is ")]
    assert len(said) == len(asked) == 2
    assert {zone for zone in zones.values() if any(f"({zone})" in line for line in said)} == set(zones.values())
    for day in asked:
        assert any(f"{day[:4]}-{day[4:6]}-{day[6:]}" in line for line in said)
