"""The streams of a command, some of which may be closed: lines for people, and the end of a pipe."""

import errno
import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from io import StringIO, TextIOWrapper
from pathlib import Path
from types import MappingProxyType
from typing import Any, TextIO

import click

__all__ = [
    "LOG_FORMAT",
    "QUIET",
    "announce",
    "as_objects",
    "json_line",
    "printable",
    "progress_stream",
    "quiet",
    "reader_gone",
    "ready_streams",
    "say",
    "stdout_refuses",
]

QUIET, LOG_FORMAT = "wolkvox.quiet", "wolkvox.log_format"  # where the context has what -q and --log-format say


def say(text: str, *, error: bool = False) -> None:
    """Print a line for people, on stderr; work goes on where the reader of it went away.

    What a server said may be in it, so nothing is printed that a terminal would obey.

    Args:
        text: The line.
        error: Whether it says why the command fails; the others are not printed with -q.
    """
    if quiet() and not error:
        return
    if as_objects():
        text = json_line("error" if error else "info", text.removeprefix("wolkvox: "), datetime.now(UTC))
    try:
        # click would write past the display of a progress, which puts lines above its own
        print(printable(text, spared="\n\t"), file=sys.stderr, flush=True)
    except OSError:
        sys.stderr = _nowhere()


def quiet() -> bool:
    """Return whether -q was given: nothing is said on stderr but errors."""
    context = click.get_current_context(silent=True)
    return context is not None and bool(context.meta.get(QUIET))


def as_objects() -> bool:
    """Return whether all that is said on stderr is one JSON object a line: --log-format json."""
    context = click.get_current_context(silent=True)
    return context is not None and context.meta.get(LOG_FORMAT) == "json"


def progress_stream() -> TextIO | None:
    """Return where progress goes: nowhere with -q, line by line with --log-format json; None: to stderr."""
    if quiet():
        return StringIO()
    return _Objects() if as_objects() else None


class _Objects(StringIO):
    """Writes lines of progress to stderr as objects. Their time, in front, is the object's own."""

    def write(self, text: str, /) -> int:
        for line in text.splitlines():
            click.echo(json_line("info", line.partition(" ")[2], datetime.now(UTC)), err=True)
        return len(text)


def announce(text: str) -> None:
    """Print a line on stdout, as the address of a server; the server works on where stdout is closed."""
    try:
        click.echo(text)
    except OSError as error:
        if error.errno != errno.EBADF:
            raise


def json_line(level: str, message: str, moment: datetime, facts: Mapping[str, Any] = MappingProxyType({})) -> str:
    """Return one object of --log-format json.

    Args:
        level: info, error …
        message: What is said.
        moment: When, in UTC.
        facts: What else the object has.
    """
    said = {"time": moment.isoformat(timespec="milliseconds"), "level": level, "message": message, **facts}
    return json.dumps(said, ensure_ascii=False, default=str)


def printable(text: str, *, spared: str = "") -> str:
    """Return a text with a space for each character that a terminal would obey.

    Args:
        text: The text.
        spared: Characters that stay.
    """
    return "".join(mark if mark.isprintable() or mark in spared else " " for mark in text)


def _nowhere(mode: str = "w") -> Any:
    return Path(os.devnull).open(mode, encoding="utf-8")


def ready_streams() -> None:
    """Open what is closed, and write UTF-8 wherever no terminal shows it.

    A service may start a program without some of the three: the next file that is opened would take their place, and
    what is printed would go into it. What is for people is then printed nowhere; rows and JSON are an error, as their
    loss would pass for success.
    """
    for descriptor, mode in enumerate((os.O_RDWR, os.O_RDONLY, os.O_RDWR)):  # a stdout that refuses what is written
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, mode)
    sys.stdin = sys.stdin or _nowhere("r")
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None and name == "stdout":
            sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        elif stream is None:
            setattr(sys, name, _nowhere())
        elif isinstance(stream, TextIOWrapper):
            # a terminal that cannot show an accent shows a question mark
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def reader_gone() -> None:
    """Leave quietly where the reader of a pipe went away, as head does."""
    _drop_stdout()
    sys.exit(0)


def stdout_refuses(error: OSError) -> bool:
    """Whether an error is that of a stdout that is closed or full; what is left in its buffer is dropped then.

    The error does not say which file it is of, so an empty line is written to find out.
    """
    refusals = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF}
    if error.filename is not None or error.errno not in refusals:
        return False
    try:
        os.write(sys.stdout.fileno(), b"\n")
    except OSError:
        _drop_stdout()
        return True
    return False


def _drop_stdout() -> None:
    """Let stdout, and what is left in its buffer, go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
