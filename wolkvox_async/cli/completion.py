"""What a shell completes: the names of reports, and the operations of the configuration."""

import tomllib
from pathlib import Path
from typing import Any

import click

from wolkvox_async.environment import config_file

__all__ = ["columns", "endpoints", "operations", "replies", "reports"]


def reports(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Return the reports whose full or short name begins so."""
    from wolkvox_async.catalogue import entries

    return _beginning([each.full_name for each in entries() if each.rows is not None], incomplete)


def endpoints(incomplete: str) -> list[str]:
    """Return the endpoints whose full or short name begins so."""
    from wolkvox_async.catalogue import entries

    return _beginning([each.full_name for each in entries()], incomplete)


def replies(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Return what `gateway --cache` may name: groups, and endpoints once a group is written."""
    from wolkvox_async.endpoints import GROUPS

    groups = [f"{group}=" for group in GROUPS if group.startswith(incomplete)]
    return groups or [f"{name}=" for name in endpoints(incomplete)]


def columns(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Return the columns of the endpoint's rows that may follow those that are written, with commas between them."""
    from wolkvox_async.catalogue.columns import columns_of

    *written, last = incomplete.split(",")
    names = [each.name for each in columns_of(ctx.command.name or "") if each.name not in written]
    return [",".join([*written, name]) for name in names if name.startswith(last)]


def _beginning(names: list[str], incomplete: str) -> list[str]:
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
