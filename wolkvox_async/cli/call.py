"""`wolkvox call`: one endpoint, or any call of the API.

The commands are made when they are asked for, from the same `Endpoint` values that the client calls by.
"""

import asyncio
import inspect
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import orjson
from click.shell_completion import CompletionItem

from wolkvox_async.cli import completion
from wolkvox_async.cli.dates import Word, meant
from wolkvox_async.cli.exit_codes import EXIT_CODES
from wolkvox_async.cli.output import Output, output_options
from wolkvox_async.cli.shared import (
    PARTIAL,
    Mistake,
    fleet_from,
    options_of_one,
    parameters,
    plain,
    run,
    say,
    summary,
    the_operation,
    to_json,
)
from wolkvox_async.cli.signals import agreed, can_ask
from wolkvox_async.errors import ConfigurationError

if TYPE_CHECKING:
    from wolkvox_async.client import Wolkvox
    from wolkvox_async.core.endpoint import Endpoint
    from wolkvox_async.reports.report import Report

_METHODS = ("GET", "POST", "PUT", "DELETE")
_DAY = timedelta(days=1)


class _Calls(click.Group):
    """Knows an endpoint by its name, and a call of one's own by its HTTP method."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from wolkvox_async.catalogue.search import search

        return [found.name for found in search("")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name.upper() in _METHODS:
            return _raw(cmd_name.upper())
        from wolkvox_async.cli.typed import command_of
        from wolkvox_async.endpoints import find

        try:
            endpoint = find(cmd_name)
        except ConfigurationError as error:
            raise Mistake(str(error)) from None

        def callback(**given: Any) -> None:
            _run(endpoint, **given)

        return command_of(endpoint, callback)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the endpoints whose full or short name begins so; none of their commands is made."""
        options = click.Command.shell_complete(self, ctx, incomplete)
        return [*options, *map(CompletionItem, completion.endpoints(incomplete))]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Leave the 244 names out: `wolkvox reports` lists them."""


@click.group(cls=_Calls, options_metavar="", subcommand_metavar="ENDPOINT [OPTIONS] | METHOD SCRIPT API [OPTIONS]")
def call() -> None:
    """Make one call and print its rows: a table on a terminal, NDJSON in a pipe.

    \b
    wolkvox reports WORDS                      finds an endpoint
    wolkvox call ENDPOINT --help               lists its options and what its rows mean
    wolkvox call reports.cdr_1 --from 2025-01-01 --to 2025-02-01
    wolkvox call GET information.php skills    any call, by its script and api

    The parameters of an endpoint are options; -p NAME=VALUE is the same. What cannot be right is refused before
    anything is sent; what cannot be undone asks for --yes.
    """  # noqa: D301 - click reads \b as: keep these lines as they are


def _run(
    endpoint: "Endpoint[Any]",
    *,
    config: Path,
    operation: str | None,
    pairs: tuple[str, ...],
    start: date | datetime | Word | None = None,
    end: date | datetime | Word | None = None,
    by: str | None = None,
    yes: bool = False,
    as_json: bool = False,
    format_: str | None = None,
    columns: str | None = None,
    rows_limit: int | None = None,
    out: Path | None = None,
    **typed: Any,
) -> None:
    from wolkvox_async.all_campaigns import KIND, must_ask
    from wolkvox_async.cli.typed import missing, values_of

    output = Output.of(as_json=as_json, format_=format_, columns=columns, rows_limit=rows_limit, out=out)

    async def main() -> int:
        given = values_of(endpoint, typed, parameters(pairs))
        with output.stopped():
            return await made(given)

    async def made(given: dict[str, Any]) -> int:
        async with fleet_from(config) as fleet:
            client = the_operation(fleet, operation)
            given = fleet.given(client.operation.name, endpoint.name, given)
            zone = client.operation.tz
            dates = {"start": start, "end": end} if endpoint.rows is not None else {}
            window: dict[str, Any] = {name: each and meant(each, zone) for name, each in dates.items()}
            learned = (
                KIND if must_ask(endpoint.name, given) else ()
            )  # of each campaign, once it is asked which there are
            if lacking := missing(endpoint, given | window, learned):
                raise ConfigurationError(lacking, advice=f"wolkvox call {endpoint.name} --help").at(
                    endpoint=endpoint.name
                )
            if window:
                window |= {"by": by} if by else {}
                await _print(_reports(client, endpoint, given, window), output)
                return 0
            if endpoint.irreversible:
                _agree(endpoint, client, given, yes=yes)
            return await _once(client, endpoint, given, output)

    run(main())


def _method(client: "Wolkvox", endpoint: "Endpoint[Any]", given: Mapping[str, Any]) -> Any:
    """Return what the endpoint's coroutine function makes of these arguments: a report, or what is to be awaited."""
    group, _, name = endpoint.name.partition(".")
    method = getattr(getattr(client, group), name)
    if endpoint.body == "array":  # the coroutine takes any number of records, and this is one
        inside = {parameter.name for parameter in endpoint.parameters if parameter.where == "body"}
        record = {name: value for name, value in given.items() if name in inside}
        given = {name: value for name, value in given.items() if name not in inside} | {"records": [record]}
    try:
        inspect.signature(method).bind(**given)
    except TypeError as error:
        raise ConfigurationError(str(error), advice=f"wolkvox call {endpoint.name} --help").at(
            endpoint=endpoint.name
        ) from None
    return method(**given)


async def _reports(
    client: "Wolkvox", endpoint: "Endpoint[Any]", given: Mapping[str, Any], window: Mapping[str, Any]
) -> AsyncGenerator[Any, None]:
    """Yield the rows of a report, or of several: one for each value of what is given as a list.

    Of several each row says which one it is of, where it has no such column itself.
    """
    from wolkvox_async.all_campaigns import Campaigns

    asked = await Campaigns(client).sets(endpoint.name, given)
    varied = [name for name in asked[0] if len({str(each[name]) for each in asked}) > 1]
    for each in asked:
        report = _method(client, endpoint, {**each, **window})
        _refuse_apart(endpoint, report, window)
        of = {name: each[name] for name in varied}
        async with aclosing(_each(report)) as rows:
            async for row in rows:
                yield of | plain(row) if of else row


def _refuse_apart(endpoint: "Endpoint[Any]", report: "Report[Any]", window: Mapping[str, Any]) -> None:
    """Refuse rows of several windows that cannot become one list, with what can be done about it in a shell.

    The report itself would refuse too, with what can be done in Python.
    """
    from wolkvox_async.core.endpoint import Buckets, Totals

    rows, count = endpoint.rows, len(report.plan().windows)
    hours = isinstance(rows, Buckets) and not rows.dated and "by" not in window
    apart = isinstance(rows, Totals) and rows.merge == "none"
    if count == 1 or endpoint.window <= _DAY or not (hours or apart):
        return
    why = rows.why if isinstance(rows, Totals) else "an hour without a date is one row for all days"
    way = "give --by day" if hours else f"wolkvox export {endpoint.name} writes a file for each"
    raise ConfigurationError(
        f"the rows of {count} windows cannot become one list" + (f": {why}" if why else ""),
        advice=f"{way}, or ask for at most {endpoint.window.days} days",
    ).at(operation=report.operation, endpoint=endpoint.name)


async def _once(client: "Wolkvox", endpoint: "Endpoint[Any]", given: Mapping[str, Any], output: Output) -> int:
    """Make a call that takes no window and print what it gives: records, one, pages of them, or a message."""
    result = _method(client, endpoint, given)
    if not isinstance(result, AsyncIterable):
        try:
            result = await result
        except asyncio.CancelledError:
            if not endpoint.reads:  # its answer will not be read, and it is never sent again by itself
                say(
                    f"wolkvox: {endpoint.name}: stopped under way; it may have taken effect or not: look at the server",
                    error=True,
                )
            raise
    if isinstance(result, list | AsyncIterable):
        await _print(_each(result), output)
    else:
        output.one(_row(result))
    return PARTIAL if getattr(result, "rejected", ()) else 0


async def _each(rows: list[Any] | AsyncIterable[Any]) -> AsyncGenerator[Any, None]:
    """Yield rows one by one; whoever goes away in the middle leaves nothing open."""
    if isinstance(rows, list):
        for row in rows:
            yield row
        return
    source = aiter(rows)
    try:
        async for row in source:
            yield row
    finally:
        if isinstance(source, AsyncGenerator):
            await source.aclose()


def _agree(endpoint: "Endpoint[Any]", client: "Wolkvox", given: Mapping[str, Any], *, yes: bool) -> None:
    """Refuse what cannot be undone, unless it was agreed to; what cannot be right is said first."""
    from wolkvox_async.core import arguments

    arguments.call(endpoint, given, zone=client.operation.tz)
    said = ", ".join(f"{name} {value if isinstance(value, str) else to_json(value)}" for name, value in given.items())
    _ask(
        f"{endpoint.name} of {client.operation.name}", f"{endpoint.title} ({said})" if said else endpoint.title, yes=yes
    )


def _ask(where: str, what: str, *, yes: bool) -> None:
    if yes:
        return
    if can_ask():
        if agreed(f"{where}: {what}. This cannot be undone. Go on?"):
            return
        raise ConfigurationError(f"{where}: nothing was sent")
    raise ConfigurationError(f"{where}: {what}: this cannot be undone", advice="nothing was sent; give --yes to do it")


def _row(value: Any) -> dict[str, Any]:
    from wolkvox_async.uploads.result import UploadResult

    found = summary(value) if isinstance(value, UploadResult) else plain(value)
    return found if isinstance(found, dict) else {"value": found}


async def _print(rows: AsyncGenerator[Any, None], output: Output) -> None:
    """Write rows as they come, up to what was asked for or can be read on a terminal."""
    more = False
    with output.writer() as writer:
        async with aclosing(rows), _stopped(lambda: 0 if output.out or output.format == "table" else writer.count):
            async for row in rows:
                if more := writer.full:
                    break
                writer.add(_row(row))
    if more:
        every = "" if output.limit == writer.count else "; in a pipe, or with --json, all of them come"
        say(f"… the first {writer.count:,} rows{every}")


@asynccontextmanager
async def _stopped(printed: Callable[[], int]) -> AsyncGenerator[None, None]:
    """Say how much was printed where the command is stopped."""
    try:
        yield
    except asyncio.CancelledError:
        if printed():
            say(f"wolkvox: {printed():,} rows were printed; there may be more")
        raise


def _raw(method: str) -> click.Command:
    """Return the command that makes any call of a method."""
    from wolkvox_async.cli.typed import EndpointCommand

    @click.command(
        method,
        cls=EndpointCommand,
        epilog="\b\nExample:\n  wolkvox call GET information.php skills\n\n"
        f"The reply comes as it is: `data` where it is a list, else the whole envelope.\n\nExit codes: {EXIT_CODES}",
    )
    @click.argument("script")
    @click.argument("api")
    @click.option("-p", "--parameter", "pairs", multiple=True, metavar="NAME=VALUE", help="Of the query.")
    @click.option("--body", metavar="JSON", help="The body, as JSON.")
    @click.option("--yes", is_flag=True, help="Do it, though it cannot be undone.")
    @options_of_one
    def command(
        *,
        script: str,
        api: str,
        pairs: tuple[str, ...],
        body: str | None,
        yes: bool,
        config: Path,
        operation: str | None,
        **shown: Any,
    ) -> None:
        """Make a call by its script (information.php) and its api (skills), scheduled and counted like all."""
        output = Output.of(**shown)

        async def main() -> None:
            given = parameters(pairs)
            content = _content(body)
            if what := _lost(method, script, api):
                _ask(f"{method} {script} {api}", what, yes=yes)
            with output.stopped():
                async with fleet_from(config) as fleet:
                    envelope = await the_operation(fleet, operation).call(method, script, api, json=content, **given)
                if envelope.rows:
                    await _print(_each(envelope.rows), output)
                else:
                    output.one(dict(envelope))

        run(main())

    command.params += output_options()
    return command


def _content(body: str | None) -> Any:
    if body is None:
        return None
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise ConfigurationError(f"--body is no JSON: {error}") from None


def _lost(method: str, script: str, api: str) -> str:
    """Return what a call of one's own would do that cannot be undone, as far as the catalogue knows; or ""."""
    from wolkvox_async.catalogue import entries

    called = (method, script, api)
    known = [each for each in entries() if (each.method, each.script, each.api) == called and each.irreversible]
    return known[0].title if known else ""
