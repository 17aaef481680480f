"""What the commands share: options, dates, the fleet of a wolkvox.toml, one line for an error, exit codes."""

import os
import shutil
import sys
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import attrs
import click
from click.core import ParameterSource

from wolkvox_async.cli import completion
from wolkvox_async.cli.dates import duration, moment
from wolkvox_async.cli.exit_codes import AUTHENTICATION, DONE, FAILED, PARTIAL, QUOTA, USAGE, exit_code
from wolkvox_async.cli.logs import logging_options
from wolkvox_async.cli.runner import run
from wolkvox_async.cli.streams import as_objects, json_line, printable, quiet, say
from wolkvox_async.core.plain import json_bytes
from wolkvox_async.core.plain import plain as plain_value
from wolkvox_async.environment import config_file
from wolkvox_async.errors import ConfigurationError

if TYPE_CHECKING:
    from wolkvox_async.client import Wolkvox
    from wolkvox_async.config import Config
    from wolkvox_async.events import Listener
    from wolkvox_async.fleet import Fleet
    from wolkvox_async.uploads.result import UploadResult

__all__ = [
    "AUTHENTICATION",
    "DONE",
    "FAILED",
    "PARTIAL",
    "QUOTA",
    "USAGE",
    "Mistake",
    "configuration_of",
    "configured",
    "destination_of",
    "exit_code",
    "fleet_from",
    "given_parameters",
    "is_named",
    "max_wait_given",
    "options",
    "options_of_one",
    "parameters",
    "plain",
    "quota_options",
    "quota_share",
    "reports_and_range",
    "reread_option",
    "run",
    "same_config",
    "say",
    "show",
    "show_one",
    "summary",
    "the_operation",
    "to_json",
    "warehouse_options",
]

F = TypeVar("F", bound=Callable[..., Any])


class Mistake(click.ClickException):
    """A usage error that is one line, like all errors of ours."""

    exit_code = USAGE

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message as one line, on stderr."""
        say(f"wolkvox: {self.message}", error=True)


_MAX_WAIT = "wolkvox.max_wait"  # where the context has it


def _remember(ctx: click.Context, _param: click.Parameter, value: timedelta | None) -> None:
    ctx.meta[_MAX_WAIT] = value


_max_wait = click.option(
    "--max-wait",
    type=duration,
    expose_value=False,
    callback=_remember,
    help="How long a call may wait for a permit, the quota or the server, e.g. 90s or 2h; else the file's, or 10m.",
)


def max_wait_given() -> float | None:
    """Return the seconds of --max-wait; None where it is not given."""
    context = click.get_current_context(silent=True)
    longest = None if context is None else context.meta.get(_MAX_WAIT)
    return None if longest is None else longest.total_seconds()


_config = click.option(
    "--config",
    "config",
    type=click.Path(path_type=Path),
    default=config_file,
    help="The operations; else those of the environment (WOLKVOX_SERVER …), $WOLKVOX_CONFIG or ./wolkvox.toml.",
)


def options(function: F) -> F:
    """Add --config and --operation, of which there may be several."""
    operations = click.option(
        "--operation",
        "operations",
        multiple=True,
        metavar="NAME",
        shell_complete=completion.operations,
        help="Only this one; may be repeated.",
    )
    return _config(operations(_max_wait(logging_options(function))))


def options_of_one(function: F) -> F:
    """Add --config and --operation, for what is done in one operation."""
    operation = click.option(
        "--operation",
        metavar="NAME",
        shell_complete=completion.operations,
        help="Of this one; must be given where the file has several.",
    )
    return _config(operation(_max_wait(logging_options(function))))


def reports_and_range(function: F) -> F:
    """Add REPORT..., --from and --to, for what is done with reports of a range."""
    reports = click.argument("reports", nargs=-1, required=True, metavar="REPORT...", shell_complete=completion.reports)
    start = click.option(
        "--from", "start", type=moment, required=True, help="First moment: 2025-01-01, yesterday, -7d."
    )
    end = click.option(
        "--to", "end", type=moment, required=True, help="First moment after it: 2025-02-01, today, now, -3h."
    )
    return reports(start(end(function)))


reread_option = click.option(
    "--reread",
    type=duration,
    help="Read again what is younger than this, e.g. 3d or 12h; else what is known of each report.",
)
quota_share = click.option(
    "--quota-share",
    type=click.FloatRange(0, 1, min_open=True),
    metavar="SHARE",
    help="Of each operation's daily quota, e.g. 0.8: the rest is left to other programs, whoever made the calls.",
)
given_parameters = click.option(
    "-p", "--parameter", "pairs", multiple=True, metavar="NAME=VALUE", help="May be repeated."
)


def warehouse_options(function: F) -> F:
    """Add --dataset and --staging."""
    dataset = click.option(
        "--dataset", default="wolkvox", show_default=True, help="Schema, database or dataset of the tables."
    )
    staging = click.option(
        "--staging",
        type=click.Path(file_okay=False, path_type=Path),
        help="Directory for windows that are not loaded yet; else one in the user's state directory.",
    )
    return dataset(staging(function))


def destination_of(into: str | None, form: str) -> str:
    """Return where to, by --into or the environment. form: how it is written, for the error where neither says it."""
    to = into or os.environ.get("WOLKVOX_DESTINATION")
    if not to:
        raise Mistake(f"no destination; give --into {form}, or set WOLKVOX_DESTINATION")
    return to


def quota_options(function: F) -> F:
    """Add --quota-share and --wait."""
    wait = click.option("--wait", is_flag=True, help="Where the day's calls are spent, go on after the reset.")
    return quota_share(wait(function))


def the_operation(fleet: "Fleet", name: str | None) -> "Wolkvox":
    """Return the client of an operation, or of the only one there is."""
    if name is None and len(fleet.operations) != 1:
        names = ", ".join(fleet.operations)
        raise ConfigurationError("several operations", advice=f"choose one with --operation: {names}")
    return fleet[fleet.operations[0] if name is None else name]


def is_named() -> bool:
    """Whether --config was given."""
    context = click.get_current_context(silent=True)
    return context is None or context.get_parameter_source("config") is not ParameterSource.DEFAULT


def same_config(config: Path) -> list[str]:
    """Return the words that name the same configuration to another command; none where --config was not given."""
    return ["--config", str(config)] if is_named() else []


def configuration_of(config: Path) -> Callable[[], "Config"]:
    """Return what reads the configuration of --config, else of the environment or wolkvox.toml."""
    from wolkvox_async.config import load
    from wolkvox_async.config_discovery import find

    return partial(load, config) if is_named() else find


def configured(config: Path) -> "Config":
    """Return what --config says, else the environment or wolkvox.toml."""
    from wolkvox_async.config import LiteralToken

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LiteralToken)
        return configuration_of(config)()


def fleet_from(config: Path, *, listener: "Listener | None" = None) -> "Fleet":
    """Return the fleet of --config, else of the environment or wolkvox.toml; it reports its waits on stderr.

    A token that is written out in the file gives a line of warning.
    """
    from wolkvox_async import events
    from wolkvox_async.cli.waits import Waits
    from wolkvox_async.fleet import Fleet

    waits = Waits(listener or events.log)
    options: dict[str, Any] = {"listener": waits}
    if (longest := max_wait_given()) is not None:
        options["max_wait"] = longest
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        fleet = Fleet.from_toml(config, **options) if is_named() else Fleet.from_env(**options)
    for warning in caught:
        say(f"wolkvox: warning: {config}: {warning.message}")
    waits.zones |= {name: fleet[name].operation.tz for name in fleet.operations if name not in fleet.failures}
    return fleet


def parameters(pairs: Iterable[str]) -> dict[str, Any]:
    """Return name=value pairs as a dict; a name that is repeated becomes a list."""
    given: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise ConfigurationError(f"{pair!r} is not a NAME=VALUE", advice="write -p campaign_id=32841")
        if name in given:
            known = given[name]
            given[name] = [*known, value] if isinstance(known, list) else [known, value]
        else:
            given[name] = value
    return given


def plain(value: Any) -> Any:
    """Return a value as JSON and people read it; what a record has beside its documented fields stands among them."""
    found = plain_value(value)
    if attrs.has(type(value)) and isinstance(extra := found.pop("extra", None), dict):
        for name, each in extra.items():
            found[name if found.get(name) is None else f"extra_{name}"] = each
    return found


def summary(result: "UploadResult") -> dict[str, Any]:
    """Return how the records of an upload ended, as one object."""
    return {
        "id": result.id,
        "accepted": result.accepted,
        "rejected": [{"row": each.row, "reason": each.reason} for each in result.rejected],
        "unknown": result.unknown,
        "unsent": result.unsent,
        "read_all": result.read_all,
        "unknown_rows": [each.to_dict() for each in result.unknown_rows],
        "unsent_rows": [each.to_dict() for each in result.unsent_rows],
        "batches": len(result.batches),
    }


def to_json(value: Any) -> str:
    """Return a value, a record or whatever is nested in one as JSON, on one line."""
    return json_bytes(value).decode()


def _cell(value: Any, *, counts: bool = False) -> str:
    """Return a value as the text of a cell: on one line, and nothing in it that a terminal would obey."""
    value = plain(value)
    if value is None:
        return ""
    if counts and type(value) is int:
        return f"{value:,}"
    text = to_json(value) if isinstance(value, dict | list | tuple) else str(value)
    return printable(text)


def show(headers: Sequence[str], rows: Iterable[Sequence[Any]], *, err: bool = False, counts: bool = False) -> None:
    """Print a table: with rich on a terminal, else as lines with tabs between the cells.

    A table too wide for the terminal is written record by record, a line for each value.

    Args:
        headers: Names of the columns.
        rows: The values.
        err: Whether it goes to stderr.
        counts: Whether its whole numbers are counts, and have commas between thousands.
    """
    if err and quiet():
        return
    if err and as_objects():
        for row in rows:
            _say_row(dict(zip(headers, map(plain, row), strict=True)))
        return
    stream = sys.stderr if err else sys.stdout
    cells = [[_cell(value, counts=counts) for value in row] for row in rows]
    if stream.isatty():
        columns = shutil.get_terminal_size().columns
        if _width(headers, cells) > columns:
            _blocks(headers, cells, err=err)
            return
        try:
            from rich.console import Console
            from rich.table import Column, Table
        except ImportError:
            pass  # an extra; the plain form says the same
        else:
            titles = [Column(header, no_wrap=not at, overflow="fold") for at, header in enumerate(headers)]
            table = Table(*titles, box=None, pad_edge=False, header_style="bold")
            for row in cells:
                table.add_row(*row)
            Console(file=stream, highlight=False, markup=False).print(table, width=columns)
            return
    click.echo("\t".join(headers), err=err)
    for row in cells:
        click.echo("\t".join(row), err=err)


def _say_row(values: Mapping[str, Any]) -> None:
    """Write a row of a table as a line of --log-format json."""
    message = ", ".join(f"{header} {_cell(value)}" for header, value in values.items())
    click.echo(json_line("info", message, datetime.now(UTC), values), err=True)


def show_one(values: Mapping[str, Any]) -> None:
    """Print one record, a line for each of its values that is not empty."""
    _blocks(list(values), [[_cell(value) for value in values.values()]], err=False)


_READABLE, _LINES = 16, 4  # a cell may be wrapped, but not into fewer characters or more lines


def _width(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Return the width below which a table can no more be read: its first column whole, the others wrapped."""
    columns = [max(map(len, column)) for column in zip(headers, *rows, strict=True)]
    return sum(columns[:1]) + sum(min(width, max(_READABLE, width // _LINES)) + 2 for width in columns[1:])


def _blocks(headers: Sequence[str], rows: Sequence[Sequence[str]], *, err: bool) -> None:
    """Print rows one below the other, each value on a line of its own beside its name; what is empty is left out."""
    margin = max(map(len, headers))
    for number, row in enumerate(rows):
        if number:
            click.echo(err=err)
        for header, cell in zip(headers, row, strict=True):
            if cell:
                click.echo(f"{header:{margin}}  {cell}", err=err)
