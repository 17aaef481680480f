"""`wolkvox doctor`: what a call needs, looked at piece by piece, and what to do where a piece is missing."""

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wolkvox_async import limits
from wolkvox_async.cli.runner import run
from wolkvox_async.cli.shared import configuration_of, options, show, to_json
from wolkvox_async.cli.streams import say

if TYPE_CHECKING:
    from wolkvox_async.doctor import Finding

_NOTHING, _FAILED = 0, 1


@click.command(epilog="Exit codes: 0 calls work, warnings or not; 1 a check failed.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout: ok, and a list of checks.")
@click.option(
    "--seconds",
    type=click.FloatRange(min=1),
    default=limits.DOCTOR_SECONDS,
    show_default=True,
    help="How long a step may take: a name, a connection, a handshake, a permit, the call.",
)
@options
def doctor(*, as_json: bool, seconds: float, config: Path, operations: tuple[str, ...]) -> None:
    """Find out why calls do not work: for each operation, with one call at most.

    \b
    python, extras     which are installed
    configuration      what it says, and whether tokens stand in it
    store              writable, on a disk of this machine, permissions, schema; of a Redis: replica, appendonly
    proxy, dns         what the environment names, and whether the server's name is found
    firewall, tls      whether the server takes the connection, refuses it, resets it or is silent; its certificate
    token              whether the server takes it
    licences, clock    against the quota that the server reports, and against its clock
    """  # noqa: D301 - click reads \b as: keep these lines as they are

    async def main() -> int:
        from wolkvox_async.doctor import examine

        load = configuration_of(config)
        findings = await examine(load, operations=operations, seconds=seconds, clock=time.time)
        bad = any(each.state == "failed" for each in findings)
        if as_json:
            click.echo(to_json({"ok": not bad, "checks": [each.to_dict() for each in findings]}))
        else:
            _print(findings)
        return _FAILED if bad else _NOTHING

    run(main())


def _print(findings: Sequence["Finding"]) -> None:
    show(
        ("operation", "check", "state", "what", "do"),
        ((each.operation, each.check, each.state, each.what, each.advice) for each in findings),
    )
    counted = Counter(each.state for each in findings)
    say("wolkvox: " + ", ".join(f"{counted[state]} {state}" for state in ("ok", "warning", "failed", "skipped")))
