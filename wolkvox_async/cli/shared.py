"""What the commands share: options, dates, the fleet of a wolkvox.toml, one line for an error, exit codes."""

import asyncio
import os
import sys
import warnings
from collections.abc import Callable, Coroutine, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from wolkvox_async.errors import (
    AuthenticationFailed,
    ConfigurationError,
    PartialFailure,
    QuotaExhausted,
    WolkvoxError,
)

if TYPE_CHECKING:
    from wolkvox_async.events import Listener
    from wolkvox_async.fleet import Fleet

__all__ = ["exit_code", "fleet_from", "moment", "options", "parameters", "plain", "run", "say", "show"]

F = TypeVar("F", bound=Callable[..., Any])

DONE, FAILED, USAGE, PARTIAL, QUOTA, AUTHENTICATION, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130


def exit_code(error: BaseException) -> int:
    """Return the exit code for an error."""
    match error:
        case PartialFailure():
            return PARTIAL
        case QuotaExhausted():
            return QUOTA
        case AuthenticationFailed():
            return AUTHENTICATION
        case ConfigurationError():
            return USAGE
        case _:
            return FAILED


def say(text: str) -> None:
    """Print a line for people, on stderr."""
    click.echo(text, err=True)


def run(main: Coroutine[Any, Any, int | None]) -> None:
    """Run a command to its end and leave with its exit code; an error of ours is one line."""
    try:
        code = asyncio.run(main)
    except WolkvoxError as error:
        say(f"wolkvox: {' '.join(str(error).split())}")
        sys.exit(exit_code(error))
    except KeyboardInterrupt:
        say("wolkvox: stopped")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # the reader of a pipe went away, as head does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)
    sys.exit(code or DONE)


class _Moment(click.ParamType[date | datetime]):
    """2025-01-31, 2025-01-31T12:00, 2025-01-31T12:00:00-05:00."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date | datetime:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)  # noqa: PLR2004
        except ValueError:
            self.fail(f"{value!r} is no date; write 2025-01-31 or 2025-01-31T12:00:00", param, ctx)


moment = _Moment()


def options(function: F) -> F:
    """Add --config and --operation."""
    config = click.option(
        "--config",
        "config",
        type=click.Path(path_type=Path),
        default=lambda: Path(os.environ.get("WOLKVOX_CONFIG", "wolkvox.toml")),
        help="The operations; else $WOLKVOX_CONFIG or ./wolkvox.toml.",
    )
    operation = click.option(
        "--operation", "operations", multiple=True, metavar="NAME", help="Only this one; may be repeated."
    )
    return config(operation(function))


def fleet_from(config: Path, *, listener: "Listener | None" = None) -> "Fleet":
    """Return the fleet of a wolkvox.toml; a token that is written out there gives a line of warning."""
    from wolkvox_async.fleet import Fleet

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        fleet = Fleet.from_toml(config, listener=listener)
    for warning in caught:
        say(f"wolkvox: warning: {config}: {warning.message}")
    return fleet


def parameters(pairs: Iterable[str]) -> dict[str, Any]:
    """Return name=value pairs as a dict; a name that is repeated becomes a list."""
    given: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise ConfigurationError(f"{pair!r} is no name=value", advice="write -p campaign_id=32841")
        if name in given:
            known = given[name]
            given[name] = [*known, value] if isinstance(known, list) else [known, value]
        else:
            given[name] = value
    return given


def plain(value: Any) -> Any:
    """Return a value as JSON and people read it: dates in ISO, durations in seconds."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if hasattr(value, "total_seconds"):
        return value.total_seconds()
    return value


def show(headers: Sequence[str], rows: Iterable[Sequence[Any]], *, err: bool = False) -> None:
    """Print a table: with rich on a terminal, else as lines with tabs between the cells."""
    stream = sys.stderr if err else sys.stdout
    cells = [["" if value is None else str(plain(value)) for value in row] for row in rows]
    if stream.isatty():
        try:
            from rich.console import Console
            from rich.table import Table
        except ImportError:
            pass  # an extra; the plain form says the same
        else:
            table = Table(*headers, box=None, pad_edge=False, header_style="bold")
            for row in cells:
                table.add_row(*row)
            Console(file=stream, highlight=False, markup=False).print(table)
            return
    click.echo("\t".join(headers), err=err)
    for row in cells:
        click.echo("\t".join(row), err=err)
