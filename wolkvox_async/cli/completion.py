"""What a shell completes: the names of reports, and the operations of the configuration."""

import tomllib
from pathlib import Path
from typing import Any

import click

from wolkvox_async.environment import config_file

__all__ = ["operations", "reports"]


def reports(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Return the reports whose full or short name begins so."""
    from wolkvox_async.catalogue import entries

    names = [each.full_name for each in entries() if each.rows is not None]
    full = [name for name in names if name.startswith(incomplete)]
    return full or [name for name in names if name.partition(".")[2].startswith(incomplete)]


def operations(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Return the operations of the file whose names begin so; none where it cannot be read: nothing can be said."""
    given: Any = ctx.params.get("config") or config_file()
    try:
        tables = tomllib.loads(Path(given).read_text("utf-8-sig")).get("operations", {})
    except (OSError, ValueError):
        return []
    names = tables if isinstance(tables, dict) else [each.get("name", "") for each in tables]
    return [name for name in names if name.startswith(incomplete)]
