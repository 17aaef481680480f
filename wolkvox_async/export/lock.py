"""One run at a time in a directory: a lock of the operating system, which a crash frees."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wolkvox_async.errors import ConfigurationError, FolderLocked
from wolkvox_async.export.files import fresh_folder
from wolkvox_async.export.layout import STATE
from wolkvox_async.export.run_folder import RunFolder
from wolkvox_async.locks import FileLock, Held

__all__ = ["locked"]

_FORMER = ".lock"  # where the first layout had it, beside the data


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold a directory.

    Raises:
        FolderLocked: Another process has it.
        ConfigurationError: It cannot be locked.
    """
    fresh_folder(folder / STATE)
    with _held(folder, folder / STATE / "lock"):
        former = folder / _FORMER
        if former.exists():
            with _held(folder, former):  # an older version may be at work
                pass
            former.unlink(missing_ok=True)
        RunFolder.end_former(folder)
        yield


@contextmanager
def _held(folder: Path, path: Path) -> Iterator[None]:
    try:
        lock = FileLock(path)
    except Held as held:
        raise FolderLocked(
            f"another export writes to {folder}: process {held.holder}",
            advice="wait until it has ended, or name another directory",
        ) from None
    except OSError as error:  # a file system without locks, too
        raise _cannot(folder, error) from None
    with lock:
        yield


def _cannot(folder: Path, error: OSError) -> ConfigurationError:
    return ConfigurationError(
        f"{folder} cannot be locked: {error.strerror or error}",
        advice="name a directory that you may write to, on a disk of this machine",
    )
