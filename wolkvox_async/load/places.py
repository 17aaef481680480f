"""Where dlt's filesystem has a table, and whether a file there is whole."""

from collections.abc import Collection
from typing import Any

import orjson

from wolkvox_async.errors import ConfigurationError
from wolkvox_async.load.tables import KEY

__all__ = ["is_whole", "location_of", "refuse_foreign"]


def location_of(client: Any, table: str) -> str:
    """Return a table's folder: a path where it is on this machine, else its address in the store.

    Args:
        client: dlt's of the dataset.
        table: Its name.
    """
    # a path and not file://…, which readers take apart in different ways where it has a blank
    return str(client.get_table_dir(table, remote=not client.config.is_local_filesystem)).rstrip("/\\")


def refuse_foreign(place: str, columns: Collection[str]) -> None:
    """Raise ConfigurationError where a table's columns are those of another program."""
    if KEY not in columns:
        raise ConfigurationError(
            f"{place} is a table of another program: it has no column {KEY}",
            advice="name another folder, or another dataset",
        )


def is_whole(files: Any, path: str) -> bool:
    """Return whether a JSON file is whole: one that a kill has left half written is no JSON.

    Args:
        files: The file system, as fsspec has it.
        path: Of the file.
    """
    try:
        orjson.loads(files.cat_file(path))
    except orjson.JSONDecodeError:
        return False
    return True
