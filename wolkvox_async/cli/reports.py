"""`wolkvox reports WORDS`: which endpoints there are."""

import click

from wolkvox_async.cli.shared import FAILED, say, show, to_json


@click.command()
@click.argument("words", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON array of objects on stdout.")
def reports(words: tuple[str, ...], *, as_json: bool) -> None:
    """List the endpoints, or those that fit all the WORDS, best first. English and Spanish are both understood,
    and answered.

    \b
    wolkvox reports abandoned calls
    wolkvox reports llamadas abandonadas
    wolkvox reports hang_up            what has such a field
    """  # noqa: D301 - click reads \b as: keep these lines as they are
    from wolkvox_async.catalogue.search import in_spanish, search, suggestion

    query = " ".join(words)
    found = search(query)
    if not found:
        near = suggestion(query)
        advice = f"try: wolkvox reports {near}" if near else "`wolkvox reports` lists them all"
        say(f"wolkvox: no endpoint matches {query!r}; {advice}")
        raise SystemExit(FAILED)
    if as_json:
        click.echo(to_json(found))
    else:
        spanish = in_spanish(query)
        titled = [(each.name, each.spanish if spanish else each.title, each.rows) for each in found]
        show(("endpoint", "what it is", "rows"), titled)
