"""`wolkvox export --report FILE`: the export as one HTML page."""

from pathlib import Path
from typing import TYPE_CHECKING

from wolkvox_async.cli.streams import say
from wolkvox_async.errors import ConfigurationError

if TYPE_CHECKING:
    from wolkvox_async.events import Listener
    from wolkvox_async.export import Outcome, Recording

__all__ = ["recording_for", "write_page"]


def recording_for(file: Path | None, then: "Listener") -> "Recording | None":
    """Return the listener that records what the page shows; None where none is asked for.

    Raises:
        ConfigurationError: The file cannot be written, or matplotlib is not installed.
    """
    if file is None:
        return None
    from wolkvox_async.export import Recording
    from wolkvox_async.export.charts import check

    if not file.parent.is_dir():
        raise ConfigurationError(f"--report: there is no directory {file.parent}", advice="make it first")
    check()
    return Recording(then)


def write_page(file: Path, outcome: "Outcome", recording: "Recording") -> None:
    """Write the page; where that fails, a line says so, since the export itself is done."""
    from wolkvox_async.export import to_html
    from wolkvox_async.export.files import replace

    try:
        replace(file, to_html(outcome, recording).encode())
    except OSError as error:
        say(f"wolkvox: {file} cannot be written: {error.strerror or error}", error=True)
    else:
        say(f"wolkvox: {file} shows the export")
