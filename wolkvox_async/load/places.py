"""Where dlt's filesystem has a table, and whether a file there is whole."""

from typing import Any

import orjson

__all__ = ["is_whole", "location_of"]


def location_of(client: Any, table: str) -> str:
    """Return a table's folder: a path where it is on this machine, else its address in the store.

    Args:
        client: dlt's of the dataset.
        table: Its name.
    """
    # a path and not file://…, which readers take apart in different ways where it has a blank
    return str(client.get_table_dir(table, remote=not client.config.is_local_filesystem)).rstrip("/\\")


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
