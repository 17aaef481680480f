"""An endpoint as a command: its parameters as options, what is known of it as the help page, its values read back."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from typing import Any

import click
import orjson

from wolkvox_async.cli.choice import Choice
from wolkvox_async.cli.dates import absolute, moment
from wolkvox_async.cli.exit_codes import EXIT_CODES
from wolkvox_async.cli.output import output_options
from wolkvox_async.cli.shared import Mistake, options_of_one
from wolkvox_async.core.endpoint import Buckets, Endpoint, Events, Parameter, Rows, Totals
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.spelling import meant, nearest

__all__ = ["EndpointCommand", "command_of", "missing", "pair", "spelling", "values_of"]

_ADD = "campaign.add_records"
_PREFIX = "given_"  # keeps a parameter called `config` apart from the option of that name


class _Json(click.ParamType[Any]):
    """A JSON object."""

    name = "JSON"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        try:
            read = orjson.loads(value)
        except orjson.JSONDecodeError as error:
            self.fail(f"no JSON: {error}", param, ctx)
        if not isinstance(read, dict):
            self.fail('no JSON object; write \'{"name": "value"}\'', param, ctx)
        return read


class _Whole(click.IntRange):
    """A whole number, in its range."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            int(value)
        except ValueError:
            self.fail(f"{value!r} is not a whole number", param, ctx)
        return super().convert(value, param, ctx)


class _Item(click.ParamType[Any]):
    """One item of a list: a text, or a JSON object, or a JSON array of several items."""

    name = "TEXT|JSON"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str) or not value.lstrip().startswith(("{", "[")):
            return value
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError as error:
            self.fail(f"no JSON: {error}", param, ctx)


class _When(click.ParamType[Any]):
    """A date with its time, as people write it; digits alone are taken as the server wants them."""

    name = "MOMENT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date | datetime | str:
        if isinstance(value, str) and value.isdecimal():
            return value
        return absolute.convert(value, param, ctx)  # type: ignore[return-value] # it makes no words


class _Clock(click.ParamType[Any]):
    """A time of day; digits alone are taken as the server wants them."""

    name = "HH:MM:SS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time | str:
        if isinstance(value, time) or (isinstance(value, str) and value.isdecimal()):
            return value
        try:
            return time.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a time; write 18:30:00", param, ctx)


class EndpointCommand(click.Command):
    """A command whose usage errors are one line, like all errors of ours."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse options, also as the vendor spells them; what is wrong with them is one line."""
        try:
            return super().parse_args(ctx, [_spelt(arg) for arg in args])
        except click.UsageError as error:
            text = " ".join(error.format_message().split()).rstrip(".")
            if isinstance(error, click.NoSuchOption):
                text = _unknown(error.option_name, self)
            raise Mistake(
                f"{self.name}: {text}{'' if text.endswith('?') else ';'} {ctx.command_path} --help lists the options"
            ) from None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and what the columns of the rows are."""
        from wolkvox_async.catalogue.columns import columns_of

        super().format_options(ctx, formatter)
        if lines := [(each.name, each.description) for each in columns_of(self.name or "")]:
            with formatter.section("Columns"):
                formatter.write_dl(lines)


def _unknown(option: str, command: click.Command) -> str:
    """Say that a command has no such option, and which one was meant."""
    if option in {"--from", "--to"}:
        return "it takes no dates"
    known = [name.lstrip("-") for parameter in command.params for name in parameter.opts if name.startswith("--")]
    near = meant(option.lstrip("-"), known)
    return f"there is no option {option}" + (f"; did you mean '--{near}'?" if near else "")


def _spelt(arg: str) -> str:
    """Take names as the vendor writes them too: --campaign_id."""
    name, equals, value = arg.partition("=")
    return name.replace("_", "-") + equals + value if name.startswith("--") else arg


def spelling(parameter: Parameter) -> str:
    """Return a parameter's name as an option."""
    return "--" + parameter.name.strip("_").replace("_", "-")


def _repeatable(endpoint: Endpoint[Any], parameter: Parameter) -> bool:
    """Whether several values may be given: to a list, and to a report's ids, one report for each."""
    files = parameter.kind == "file" and parameter.name.endswith("s")
    several = parameter.kind == "list" or bool(parameter.joined) or files
    return several or (parameter.kind == "id" and endpoint.rows is not None)


def _type(parameter: Parameter) -> click.ParamType[Any]:
    match parameter.kind:
        case "enum":
            return Choice([*parameter.values, *parameter.also])
        case "int" if not parameter.also:
            return _Whole(parameter.least, parameter.most)
        case "file":
            return click.Path(exists=True, dir_okay=False)
        case "object":
            return _Json()
        case "list":
            return _Item()
        case "moment":
            return _When()
        case "time":
            return _Clock()
        case _:
            return click.STRING


def _help(endpoint: Endpoint[Any], parameter: Parameter) -> str:
    said = _sentence(parameter.notes)
    others = [word for word in parameter.also if f"or {word}" not in said and parameter.kind != "enum"]
    required = parameter.required or _one_of(endpoint) == [parameter.name]
    facts = ["Required." if required else "", said, f"Or: {', '.join(others)}." if others else ""]
    facts += [f"At most {parameter.longest:,} characters." if parameter.longest else ""]
    facts += ["May be repeated." if _repeatable(endpoint, parameter) else ""]
    return " ".join(fact for fact in facts if fact)


def _sentence(text: str) -> str:
    """Return a note as a sentence. A word with signs in it stands as it is written: it is a name."""
    first = text.partition(" ")[0]
    begun = text[:1].upper() + text[1:] if first.removesuffix("'s").isalpha() else text
    return begun if not text or text.endswith(".") else begun + "."


def _option(endpoint: Endpoint[Any], parameter: Parameter) -> click.Option:
    return click.Option(
        [spelling(parameter), _PREFIX + parameter.name],
        type=_type(parameter),
        multiple=_repeatable(endpoint, parameter),
        help=_help(endpoint, parameter),
    )


def _offered(endpoint: Endpoint[Any]) -> list[Parameter]:
    """Return the parameters that are given by name: one file or many are one parameter of the coroutine."""
    names = {parameter.name for parameter in endpoint.parameters}
    return [each for each in endpoint.parameters if not (each.kind == "file" and f"{each.name}s" in names)]


def command_of(endpoint: Endpoint[Any], callback: Callable[..., None]) -> EndpointCommand:
    """Return the command that calls an endpoint. The callback gets what is not the endpoint's by its option's name."""
    own: list[click.Parameter] = [_option(endpoint, parameter) for parameter in _offered(endpoint)]
    if endpoint.rows is not None:
        own += [
            click.Option(["--from", "start"], type=moment, help="First moment: 2025-01-01, yesterday, -7d. Required."),
            click.Option(["--to", "end"], type=moment, help="First moment after it: 2025-02-01, today, now. Required."),
        ]
    if isinstance(endpoint.rows, Buckets) and not endpoint.rows.dated:
        own.append(click.Option(["--by"], type=click.Choice(["day"]), help="One call a day, so that hours have a day."))
    if endpoint.irreversible:
        own.append(click.Option(["--yes"], is_flag=True, help="Do it: what it does cannot be undone."))
    own += [
        click.Option(["-p", "--parameter", "pairs"], multiple=True, metavar="NAME=VALUE", help="A parameter by name."),
        *output_options([spelling(parameter) for parameter in _offered(endpoint)]),
    ]
    shared: list[click.Parameter] = list(getattr(options_of_one(lambda: None), "__click_params__", ()))
    return EndpointCommand(
        endpoint.name,
        callback=callback,
        params=[*own, *reversed(shared)],
        help="\n\n".join(_page(endpoint)),
        # \b: these lines are not wrapped
        epilog=f"\b\nExample:\n  {_example(endpoint)}\n\nExit codes: {EXIT_CODES}\n\n\b\nSource: {endpoint.source}",
    )


def _example(endpoint: Endpoint[Any]) -> str:
    """Return a command that calls an endpoint with what it needs."""
    first = _one_of(endpoint)[:1]
    needed = [each for each in _offered(endpoint) if each.required or each.name in first]
    words = [f"{spelling(each)} {each.values[0] if each.values else _type(each).name.upper()}" for each in needed]
    words += ["--from yesterday --to today"] if endpoint.rows is not None else []
    return " ".join(["wolkvox call", endpoint.name, *words])


def _page(endpoint: Endpoint[Any]) -> list[str]:
    """Return what is known of an endpoint, in paragraphs."""
    paragraphs = [endpoint.title.rstrip(".") + ".", endpoint.spanish.rstrip(".") + "." if endpoint.spanish else ""]
    paragraphs += [endpoint.summary, _meaning(endpoint.rows) if endpoint.rows else _GIVES[endpoint.shape]]
    paragraphs += ["This adds one; many come from a file: wolkvox upload FILE." if endpoint.name == _ADD else ""]
    one_of = _one_of(endpoint)
    paragraphs += [f"Needs {' or '.join(map(_dashed, one_of))}." if len(one_of) > 1 else ""]
    paragraphs += [f"Limits: {'; '.join(endpoint.limits)}." if endpoint.limits else ""]
    paragraphs += ["What it does cannot be undone: it asks for --yes." if endpoint.irreversible else ""]
    paragraphs += ["It costs nothing of the day's quota." if endpoint.cost == 0 else ""]
    return [paragraph for paragraph in paragraphs if paragraph]


def _one_of(endpoint: Endpoint[Any]) -> list[str]:
    offered = {parameter.name for parameter in _offered(endpoint)}
    return [name for name in endpoint.one_of if name in offered]


_GIVES = {
    "records": "Gives records, in one reply.",
    "record": "Gives one record.",
    "keyed": "Gives records, in one reply.",
    "confirmation": "Gives the server's message.",
}


def _dashed(name: str) -> str:
    return "--" + name.strip("_").replace("_", "-")


def _meaning(rows: Rows) -> str:
    """Say what a report's rows mean, and what that makes of several windows."""
    match rows:
        case Events():
            dated = f", dated by {rows.time}" if rows.time else ""
            cut = "" if rows.split else " The range is never cut, since a cut would lose rows."
            return f"Rows are events{dated}.{cut}"
        case Buckets():
            by = f" and {', '.join(rows.by)}" if rows.by else ""
            undated = "" if rows.dated else " They name no day: for more than one day, give --by day."
            return f"Rows are totals by {rows.time}{by}.{undated}"
        case Totals():
            by = f" by {', '.join(rows.by)}" if rows.by else ", one row"
            why = f" ({rows.why})" if rows.why else ""
            several = {
                "sum": "Those of several windows are added up.",
                "recompute": "Those of several windows are added up, and their shares worked out again.",
                "none": f"Those of several windows cannot be put together{why}.",
            }[rows.merge]
            return f"Rows are totals over the whole range{by}. {several}"


def values_of(endpoint: Endpoint[Any], options: Mapping[str, Any], pairs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters that were given, by options and as name=value; the options of the command itself aside."""
    by_name = {parameter.name: parameter for parameter in _offered(endpoint)}
    given = {}
    for name, parameter in by_name.items():
        value = options[_PREFIX + name]
        if isinstance(value, tuple):
            value = _several(parameter, value)
        if value is not None:
            given[name] = value
    names = {each.wire: name for name, each in by_name.items()} | {name: name for name in by_name}
    for name, value in pairs.items():
        if name not in names:
            raise ConfigurationError(f"unknown parameter {name!r}", advice=nearest(name, by_name)).at(
                endpoint=endpoint.name
            )
        given[names[name]] = pair(by_name[names[name]], value)
    return given


def _several(parameter: Parameter, items: tuple[Any, ...]) -> Any:
    """Return repeated values as one: none, a list, or a word that stands for one (`all`)."""
    if not items:
        return None
    if len(items) == 1 and (parameter.kind != "list" or items[0] in parameter.also):
        return items[0]
    return [each for item in items for each in (item if isinstance(item, list) else [item])]


def pair(parameter: Parameter, value: Any) -> Any:
    """Return the value of a name=value: a text or several, and JSON where an object or a list is wanted."""
    if parameter.kind not in {"object", "list"}:
        return value
    kind: click.ParamType[Any] = _type(parameter)
    try:
        if parameter.kind == "object":
            return kind.convert(value, None, None)
        items = value if isinstance(value, list) else [value]
        return _several(parameter, tuple(kind.convert(item, None, None) for item in items))
    except click.BadParameter as error:
        raise ConfigurationError(f"{parameter.name}: {error.message}") from None


def missing(endpoint: Endpoint[Any], given: Mapping[str, Any], learned: Collection[str] = ()) -> str:
    """Say which options are missing, or "". Of a report the dates are looked for too, as start and end.

    Args:
        endpoint: The endpoint.
        given: Its parameters.
        learned: Names of those that the server will say.
    """
    needed = [each for each in endpoint.parameters if each.required and each.name not in learned]
    lacking = [spelling(each) for each in needed if given.get(each.name) is None]
    if endpoint.rows is not None:
        lacking += [option for name, option in (("start", "--from"), ("end", "--to")) if given.get(name) is None]
    one_of = _one_of(endpoint)
    if one_of and all(given.get(name) is None for name in one_of):
        choice = " or ".join(map(_dashed, one_of))
        lacking += [choice] if len(one_of) == 1 else []
        if len(one_of) > 1 and not lacking:
            return f"give {choice}"
    return f"missing {', '.join(lacking)}" if lacking else ""
