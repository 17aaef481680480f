"""Files to send: looked at before anything is sent, and read from disk only while they go out.

A wrong path, a directory or one file too many is the caller's mistake, and costs no call. Looking is work for the
disk, so a thread does it. Between the look and the sending a file may still go away; the transport tells of that.
"""

import asyncio
import stat
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import Any

from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.core import arguments
from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.errors import ConfigurationError, placed

__all__ = ["FilePath", "checked"]

FilePath = str | PathLike[str]

_MB = 2**20


async def checked(
    caller: CallExecutor,
    endpoint: Endpoint[Any],
    parameter: str,
    given: FilePath | Iterable[FilePath],
    *,
    most: int | None = None,
    size: int | None = None,
) -> list[Path]:
    """Return the paths, each of a file that is there. most: how many are taken; size: bytes of the largest one.

    Raises ConfigurationError, which names the parameter, the file and what is allowed, for none or too many, for one
    that is missing, no file or too large, and for two of one name, since the server knows a file by its name.
    """
    with placed(operation=caller.operation.name, endpoint=endpoint.name):
        paths = arguments.paths(parameter, given)
        _check_list(parameter, paths, most)
        await asyncio.to_thread(_check_all, parameter, paths, size)
    return paths


def _check_list(parameter: str, paths: list[Path], most: int | None) -> None:
    if most is not None and len(paths) > most:
        taken = "one is" if most == 1 else f"at most {most} are"
        raise ConfigurationError(f"{parameter} has {len(paths):,} files", advice=f"{taken} taken")
    known: dict[str, Path] = {}
    for path in paths:
        if not path.name.isprintable():
            raise ConfigurationError(
                f"{parameter}: the name of {path!r} holds a character that no form carries", advice="rename the file"
            )
        if path.name in known:
            raise ConfigurationError(
                f"{parameter} has {path.name!r} twice: {known[path.name]} and {path}",
                advice="the server knows a file by its name; give each its own",
            )
        known[path.name] = path


def _check_all(parameter: str, paths: Iterable[Path], size: int | None) -> None:
    for path in paths:
        try:
            found = path.stat()
        except OSError as error:
            raise ConfigurationError(
                f"{parameter}: {path} cannot be read: {error.strerror}", advice="give the path of a file that is there"
            ) from None
        except ValueError:  # a null byte
            raise ConfigurationError(f"{parameter}: {path!r} is no path", advice="give the path of a file") from None
        if not stat.S_ISREG(found.st_mode):
            kind = "a directory" if stat.S_ISDIR(found.st_mode) else "no regular file"
            raise ConfigurationError(f"{parameter}: {path} is {kind}", advice="give the path of a file")
        if size is not None and found.st_size > size:
            raise ConfigurationError(
                f"{parameter}: {path} has {found.st_size / _MB:,.1f} MB", advice=f"at most {size / _MB:g} MB are taken"
            )
