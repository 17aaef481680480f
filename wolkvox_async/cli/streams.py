"""The streams of a command, some of which may be closed: lines for people, and the end of a pipe."""

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import click

__all__ = ["reader_gone", "ready_streams", "say"]


def say(text: str) -> None:
    """Print a line for people, on stderr; work goes on where the reader of it went away.

    What a server said may be in it, so nothing is printed that a terminal would obey.
    """
    shown = "".join(mark if mark.isprintable() or mark in "\n\t" else " " for mark in text)
    try:
        click.echo(shown, err=True)
    except OSError:
        sys.stderr = _nowhere()


def _nowhere(mode: str = "w") -> Any:
    return Path(os.devnull).open(mode, encoding="utf-8")


def ready_streams() -> None:
    """Open what is closed, and write UTF-8 wherever no terminal shows it.

    A service may start a program without some of the three: the next file that is opened would take their place, and
    what is printed would go into it.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdin = sys.stdin or _nowhere("r")
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, _nowhere())
        elif isinstance(stream, TextIOWrapper):
            # a terminal that cannot show an accent shows a question mark
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def reader_gone() -> None:
    """Leave quietly where the reader of a pipe went away, as head does."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)
