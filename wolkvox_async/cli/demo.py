"""`wolkvox demo`: the main job against the simulator, over real sockets, checked against its truth.

The simulator is a process of its own: it shares nothing with the client but the wire. A year of two reports for three
operations with two tokens each is written to files, 25,000 leads are uploaded, and then the files are read back and
held against what the simulator says there was.
"""

import asyncio
import contextlib
import json
import shutil
import signal
import sys
import time
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click
from attrs import frozen

from wolkvox_async.cli.logs import logging_options
from wolkvox_async.cli.shared import FAILED, run, say, show
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.events import Event, Split, log
from wolkvox_async.limits import PERMITS_PER_TOKEN

_START, _END = date(2025, 1, 1), date(2026, 1, 1)
_LEADS = 25_000
_CAMPAIGN = "32841"
_WORLD = "demo-world.json"


@frozen
class _Tenant:
    """One operation of the demo: a row at a pace."""

    name: str
    tz: str
    every: float
    licences: int = 2

    @property
    def tokens(self) -> tuple[str, str]:
        return f"demo-{self.name}-1", f"demo-{self.name}-2"


_TENANTS = (
    _Tenant("sales-co", "America/Bogota", 40.0),  # 66,960 rows in 31 days: more than one reply holds
    _Tenant("service-mx", "America/Mexico_City", 180.0),
    _Tenant("renewals-pe", "America/Lima", 600.0),
)


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default=Path("demo-out"), show_default=True)
@logging_options
def demo(out: Path) -> None:
    """Run the main job against the simulator and check it against the truth; exit code 0 when all agrees."""
    run(_demo(out))


async def _demo(out: Path) -> int:
    try:
        import pyarrow.parquet as _  # noqa: F401 - said before a minute is spent
    except ImportError:
        raise ConfigurationError("the demo writes Parquet", advice="pip install pyarrow") from None
    await asyncio.to_thread(_clear, out)
    async with _simulator(out) as base_url:
        say(f"simulator at {base_url}")
        return await _job(out, base_url)


def _clear(out: Path) -> None:
    """Empty the folder, if it is ours: what an earlier demo left, or nothing."""
    if out.exists() and not (out / _WORLD).exists() and (not out.is_dir() or any(out.iterdir())):
        raise ConfigurationError(f"{out} holds what no demo wrote", advice="name a folder of its own with --out")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)


@contextlib.asynccontextmanager
async def _simulator(out: Path) -> AsyncIterator[str]:
    """Start `wolkvox simulate` on a free port and end it afterwards."""
    world = out / _WORLD
    tenants = [
        {
            "name": tenant.name,
            "tokens": tenant.tokens,
            "licences": tenant.licences,
            "tz": tenant.tz,
            "campaigns": [
                {"id": _CAMPAIGN, "every": tenant.every, "first": str(_START), "last": str(_END)},
                {"id": "32842", "kind": "preview"},
            ],
        }
        for tenant in _TENANTS
    ]
    world.write_text(json.dumps({"seed": 7, "tenants": tenants}))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "wolkvox_async.cli", "simulate", "--tenants", str(world)),
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # a Ctrl-C is ours to handle, then the simulator's
    )
    try:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        line = (await asyncio.wait_for(process.stdout.readline(), 30)).decode().strip()
        if not line.startswith("http://"):
            raise ConfigurationError("the simulator did not start")
        yield line
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        await process.wait()


async def _job(out: Path, base_url: str) -> int:
    import aiohttp

    from wolkvox_async import Fleet, Operation

    splits: Counter[str] = Counter()

    def listen(event: Event) -> None:
        log(event)
        if isinstance(event, Split):
            splits[event.operation] += 1

    operations = [
        Operation(
            name=tenant.name,
            server="0099",
            tokens=tenant.tokens,
            licences=tenant.licences,
            tz=tenant.tz,
            base_url=base_url,
        )
        for tenant in _TENANTS
    ]
    async with Fleet(operations, store=out / "scheduler.sqlite3", listener=listen) as fleet:
        say(f"a year of campaign.detail and reports.campaign_4 for {len(operations)} operations …")
        began = time.perf_counter()
        exports = [
            await fleet.export(
                ["campaign.detail"],
                start=_START,
                end=_END,
                to=out,
                campaign_id=_CAMPAIGN,
                type_campaign="predictive",
            ),
            await fleet.export(["reports.campaign_4"], start=_START, end=_END, to=out, campaign_id="all"),
        ]
        seconds = time.perf_counter() - began
        for error in [error for export in exports for error in export.failures.values()]:
            say(f"wolkvox: {error}", error=True)
        say(f"{_LEADS:,} leads into campaign {_CAMPAIGN} of {operations[0].name} …")
        uploaded = await fleet[operations[0].name].campaign.add_records(
            campaign_id=_CAMPAIGN, type_campaign="predictive", campaign_status="stop", records=_leads()
        )
        used = {name: (await fleet[name].quota()).used for name in fleet.operations}
    say("comparing the files with the simulator's truth …")
    async with aiohttp.ClientSession(base_url.removesuffix("api/v2/")) as session:
        checks = await _compare(session, exports, uploaded.accepted, used, splits, seconds)
    return _report(checks)


def _leads() -> Iterator[dict[str, str]]:
    for number in range(_LEADS):
        yield {
            "customer_name": f"Cliente {number}",
            "customer_id": f"L{number:06}",
            "tel1": f"57300{number:07}",
            "opt1": "formulario web",
        }


@frozen
class _Check:
    what: str
    wanted: Any
    got: Any
    good: bool


def _equal(what: str, wanted: Any, got: Any) -> _Check:
    return _Check(what, wanted, got, wanted == got)


async def _compare(
    session: Any,
    exports: list[Any],
    accepted: int,
    used: dict[str, int],
    splits: Counter[str],
    seconds: float,
) -> list[_Check]:
    async def ask(path: str, **query: str) -> Any:
        async with session.get(path, params=query) as response:
            return await response.json()

    ledger = await ask("/simulator/ledger")
    checks: list[_Check] = []
    rows = 0
    for tenant in _TENANTS:
        window = {"date_ini": "20250101000000", "date_end": "20251231235959"}
        truth = await ask("/simulator/truth", tenant=tenant.name, campaign_id=_CAMPAIGN, **window)
        every = await ask("/simulator/truth", tenant=tenant.name, campaign_id="all", **window)
        detail = await asyncio.to_thread(_read_details, exports[0], tenant.name)
        rows += detail[0]
        checks += [
            _equal(f"{tenant.name}: rows of campaign.detail", truth["rows"], detail[0]),
            _equal(f"{tenant.name}: checksum of conn_id", truth["checksum"], detail[1]),
            _equal(
                f"{tenant.name}: attempts by result, campaign_4",
                every["campaign_4"],
                await asyncio.to_thread(_read_totals, exports[1], tenant.name),
            ),
            _equal(
                f"{tenant.name}: calls, theirs and ours",
                sum(ledger["calls"][tenant.name].values()),
                used[tenant.name],
            ),
        ]
    leads = await ask("/simulator/truth", tenant=_TENANTS[0].name, campaign_id=_CAMPAIGN, uploads="1")
    peak = max(ledger["peak"].values())
    least = {tenant.name: _least(tenant) for tenant in _TENANTS}
    calls = {part.operation: part.calls for part in exports[0].reports}
    checks += [
        _Check(
            "calls for campaign.detail, least possible and spent",
            sum(least.values()),
            sum(calls.values()),
            all(calls[name] <= 1.5 * least[name] for name in least),
        ),
        _equal("leads accepted", _LEADS, accepted),
        _equal("leads at the server, distinct", _LEADS, leads["distinct"]),
        _equal("leads there twice", 0, leads["duplicates"]),
        _Check("most calls in flight per token", "<= 2", peak, peak <= PERMITS_PER_TOKEN),
        _equal("violations of a limit", 0, len(ledger["violations"])),
        _Check("windows split", "", sum(splits.values()), good=True),
        _Check("quota used", f"of {sum(t.licences for t in _TENANTS) * 1000:,}", sum(used.values()), good=True),
        _Check("rows a second, to files", "", round(rows / seconds), good=True),
    ]
    return checks


def _least(tenant: _Tenant) -> int:
    """The fewest calls that a year can take: windows of 31 days, of less than 60,000 rows."""
    whole = (_END - _START).days * 86_400
    longest = min(31 * 86_400, 59_999 * tenant.every)
    return int(-(-whole // longest))


def _read_details(export: Any, operation: str) -> tuple[int, int]:
    import pyarrow.parquet as pq

    count = checksum = 0
    for part in export.reports:
        if part.operation == operation:
            for file in part.files:
                column = pq.read_table(file, columns=["conn_id"]).column("conn_id")
                count += len(column)
                checksum += sum(zlib.crc32(value.encode()) for value in column.to_pylist())
    return count, checksum % 2**64


def _read_totals(export: Any, operation: str) -> dict[str, int]:
    import pyarrow.parquet as pq

    return {
        row["result"]: row["records"]
        for part in export.reports
        if part.operation == operation
        for file in part.files
        for row in pq.read_table(file).to_pylist()
    }


def _report(checks: list[_Check]) -> int:
    def text(value: Any) -> Any:
        if isinstance(value, dict):
            return f"{sum(value.values()):,} in {len(value)}"
        return f"{value:,}" if isinstance(value, int) else value

    show(
        ("what", "wanted", "got", "verdict"),
        [(check.what, text(check.wanted), text(check.got), "ok" if check.good else "WRONG") for check in checks],
    )
    if all(check.good for check in checks):
        return 0
    say("wolkvox: what was got is not what there is", error=True)
    return FAILED
