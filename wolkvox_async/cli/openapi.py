"""`wolkvox openapi`: the API as an OpenAPI 3.1 document."""

import sys
from pathlib import Path

import click

from wolkvox_async.cli.logs import logging_options
from wolkvox_async.cli.shared import FAILED, say


@click.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file, not to stdout.")
@logging_options
def openapi(out: Path | None) -> None:
    """Write an OpenAPI 3.1 document of the whole API, as JSON.

    For clients in other languages, and tools that read such documents. Each path goes in and back
    (/cdr_1/../reports_manager.php), since the vendor's calls differ in their query alone; info.description says more.
    """
    import orjson

    from wolkvox_async.openapi import document

    text = orjson.dumps(document(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        say(f"wolkvox: {out} cannot be written: {error.strerror}", error=True)
        sys.exit(FAILED)
    say(f"{out}: {len(document()['paths'])} endpoints")
