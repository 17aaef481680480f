"""The store of one host: whether its file can be written, on a disk of this machine, by its owner alone."""

import os
import shutil
import stat
import tempfile
from pathlib import Path

from wolkvox_async.doctor.finding import Finding, failed, of_error, ok, warning
from wolkvox_async.errors import WolkvoxError
from wolkvox_async.locks import Locked
from wolkvox_async.scheduler.stores.sqlite import prepare
from wolkvox_async.store_file import StoreFile

__all__ = ["file_system", "store_file"]

_MOUNTS = Path("/proc/self/mountinfo")
_REMOTE = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "ncpfs", "fuse.sshfs"}
_TRIED = 256 * 1024  # bytes of a file that is written for a try; more than a day's growth of the store
_LITTLE = 64 * 2**20
_ROOM = 'make room there, or name another file: store = "…" in wolkvox.toml'
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def store_file(path: Path) -> list[Finding]:
    """Return whether a store's file can be used. It is opened as a client opens it, and made where there is none.

    Args:
        path: The file.
    """
    findings = [_disk(path), _permissions(path)]
    if findings[0].state == "failed":
        return findings[:1]
    return [_schema(path), *(each for each in findings if each.state != "ok")]


def _schema(path: Path) -> Finding:
    database = StoreFile(path, prepare)
    try:
        version = database.transaction(lambda db: db.execute("PRAGMA user_version").fetchone()[0])
    except Locked:
        return warning("store", f"{path} is locked by another process", "see which one has it open in a transaction")
    except WolkvoxError as error:
        return of_error("store", error)
    finally:
        database.close()
    return ok("store", f"{path} can be written; schema {version}")


def _disk(path: Path) -> Finding:
    """Return whether the folder takes a file, and lies on a disk of this machine."""
    folder = path.parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as tried:
            tried.write(b"\0" * _TRIED)
            tried.flush()
            os.fsync(tried.fileno())
    except OSError as error:
        return failed("store", f"{folder} cannot be written: {error.strerror or error}", _ROOM)
    kind = file_system(folder)
    if kind in _REMOTE:
        return failed(
            "store",
            f"{folder} is on a network drive ({kind}), where locks of files are not kept reliably",
            "name a file on a disk of this machine, or a Redis that the hosts share",
        )
    free = shutil.disk_usage(folder).free
    if free < _LITTLE:
        return warning("store", f"{folder} has {free / 2**20:.0f} MB left", _ROOM)
    return ok("store", "")


def file_system(folder: Path, mounts: str | None = None) -> str:
    """Return the kind of a folder's file system, "" where the machine does not say.

    Args:
        folder: The folder.
        mounts: The content of /proc/self/mountinfo; None reads it.
    """
    if mounts is None:
        try:
            mounts = _MOUNTS.read_text("utf-8", "surrogateescape")
        except OSError:  # not Linux
            return ""
    real = os.path.realpath(folder)
    kinds: dict[str, str] = {}
    for line in mounts.splitlines():
        mounted, _, of = line.partition(" - ")
        place = mounted.split(" ")[4].encode("utf-8", "surrogateescape").decode("unicode_escape")
        kinds[place] = of.partition(" ")[0]  # of two mounts at one place the later one is seen
    over = [place for place in kinds if real == place or real.startswith(f"{place.rstrip('/')}/")]
    return kinds[max(over, key=len)] if over else ""


def _permissions(path: Path) -> Finding:
    try:
        mode = path.stat().st_mode
    except OSError:  # there is none yet: it is made for its owner alone
        return ok("store", "")
    if os.name == "posix" and mode & _OTHERS:
        return warning(
            "store", f"others may use {path} (mode {stat.S_IMODE(mode):o})", f"chmod 600 {path}, unless they are to"
        )
    return ok("store", "")
