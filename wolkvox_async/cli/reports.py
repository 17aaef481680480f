"""`wolkvox reports WORDS`: which endpoints there are."""

import click

from wolkvox_async.cli.logs import logging_options
from wolkvox_async.cli.shared import FAILED, say, show, to_json

_NAMED = 3  # endpoints that are named in a table; --json has all


@click.command()
@click.argument("words", nargs=-1)
@click.option("--columns", is_flag=True, help="Search the columns of the rows, by name and meaning.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array of objects on stdout.")
@logging_options
def reports(words: tuple[str, ...], *, columns: bool, as_json: bool) -> None:
    """List the endpoints, or those that fit all the WORDS, best first.

    English and Spanish are both understood, and answered.

    \b
    wolkvox reports abandoned calls
    wolkvox reports llamadas abandonadas
    wolkvox reports hang_up                what has such a field
    wolkvox reports --columns hang up      which columns there are: type, unit, meaning, and where they stand
    """  # noqa: D301 - click reads \b as: keep these lines as they are
    from wolkvox_async.catalogue.search import in_spanish, search, suggestion

    query = " ".join(words)
    if columns:
        _columns(query, as_json=as_json)
        return
    found = search(query)
    if not found:
        near = suggestion(query)
        advice = f"try: wolkvox reports {near}" if near else "`wolkvox reports` lists them all"
        say(f"wolkvox: no endpoint matches {query!r}; {advice}", error=True)
        raise SystemExit(FAILED)
    if as_json:
        click.echo(to_json(found))
    else:
        spanish = in_spanish(query)
        titled = [(each.name, each.spanish if spanish else each.title, each.rows) for each in found]
        show(("endpoint", "what it is", "rows"), titled)


def _columns(query: str, *, as_json: bool) -> None:
    """Print the columns that a query fits: type, unit and meaning, and the endpoints that have them."""
    from wolkvox_async.catalogue.columns import search_columns

    found = search_columns(query)
    if not found:
        say(
            f"wolkvox: no column matches {query!r}; a word of its name or its meaning finds one, in English or Spanish",
            error=True,
        )
        raise SystemExit(FAILED)
    if as_json:
        click.echo(to_json(found))
    else:
        headers = ("column", "type", "unit", "what it is", "in")
        show(headers, [(each.name, each.type, each.unit, each.meaning, _some(each.endpoints)) for each in found])


def _some(names: tuple[str, ...]) -> str:
    return ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
