"""The journal of uploads at the command line: where it is, and how an upload in it goes on."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from wolkvox_async.cli.shared import configured, same_config

if TYPE_CHECKING:
    from wolkvox_async.uploads.journal import Journal


def journal_at(config: Path) -> "Journal":
    """Return the journal of a configuration's uploads."""
    from wolkvox_async.uploads.journal import Journal
    from wolkvox_async.uploads.place import beside, in_state_directory

    loaded = configured(config)
    return Journal(loaded.journal or beside(loaded.store) or in_state_directory())


def look_for(upload_id: str, config: Path) -> str:
    """Return the command that looks for the records of an upload whose outcome is unknown.

    Args:
        upload_id: Its id.
        config: The wolkvox.toml.
    """
    return shlex.join(["wolkvox", "uploads", upload_id, "--reconcile", *same_config(config)])


def go_on(upload_id: str, source: str, config: Path) -> str:
    """Return the command that goes on with an upload; the journal has its campaign and options.

    Args:
        upload_id: Its id.
        source: What its records came from.
        config: The wolkvox.toml.
    """
    file, redirection = (["-"], " < the same input") if source == "standard input" else ([], "")
    return shlex.join(["wolkvox", "upload", *file, "--resume", upload_id, *same_config(config)]) + redirection
