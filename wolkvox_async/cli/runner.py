"""Runs a command to its end, and gives its exit code.

SIGINT and SIGTERM cancel the command: it gives back what it holds, prints what it did and leaves with 130 or 143. A
second signal ends the process at once, and leaves what it held to lapse.
"""

import signal
import sys
from collections.abc import Coroutine
from copy import copy
from typing import Any

from wolkvox_async.cli.exit_codes import DONE, exit_code
from wolkvox_async.cli.signals import SIGNALLED, Signals
from wolkvox_async.cli.streams import say
from wolkvox_async.errors import WolkvoxError

__all__ = ["failed", "line_of", "run"]


def line_of(error: WolkvoxError) -> str:
    """Return an error of ours as one line, its advice in words of the command line."""
    shown = copy(error)
    shown.advice = error.command_advice or error.advice
    return " ".join(str(shown).split())


def failed(error: WolkvoxError) -> int:
    """Say an error of ours in one line, and return its exit code."""
    say(f"wolkvox: {line_of(error)}", error=True)
    return exit_code(error)


def run(main: Coroutine[Any, Any, int | None]) -> None:
    """Run a command to its end and leave with its exit code; an error of ours is one line."""
    import asyncio  # here and below: half of what `wolkvox --help` would take

    with Signals() as signals:
        code: int | None = None
        try:
            code = asyncio.run(_signalled(main, signals))
        except WolkvoxError as error:
            code = failed(error)
        except asyncio.CancelledError:
            if signals.number is None:
                raise
        if signals.number is not None:
            by = "" if signals.number == signal.SIGINT else f" by {signal.Signals(signals.number).name}"
            say(f"wolkvox: stopped{by}", error=True)
            code = SIGNALLED + signals.number
    sys.exit(code or DONE)


async def _signalled(main: Coroutine[Any, Any, int | None], signals: Signals) -> int | None:
    import asyncio

    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - for the type checker: a coroutine that runs is in a task
    signals.cancels(task)
    return await main
