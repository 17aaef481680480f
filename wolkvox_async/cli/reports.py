"""`wolkvox reports WORDS`: which endpoints there are."""

import click

from wolkvox_async.cli.shared import say, show


@click.command()
@click.argument("words", nargs=-1)
def reports(words: tuple[str, ...]) -> None:
    """List the endpoints, or those whose name, title or fields hold all the WORDS."""
    from attrs import fields

    from wolkvox_async.core.endpoint import Buckets, Events, Totals
    from wolkvox_async.endpoints import GROUPS, endpoints

    rows_are = {Events: "events", Buckets: "buckets", Totals: "totals", type(None): ""}
    found = []
    for group in GROUPS:
        for name, endpoint in endpoints(group).items():
            names = " ".join(attribute.name for attribute in fields(endpoint.record))
            text = f"{name} {endpoint.title} {names}".lower()
            if all(word.lower() in text for word in " ".join(words).split()):
                found.append((name, endpoint.title, rows_are[type(endpoint.rows)]))
    if not found:
        say(f"wolkvox: no endpoint matches {' '.join(words)!r}")
        raise SystemExit(1)
    show(("endpoint", "what it is", "rows"), found)
