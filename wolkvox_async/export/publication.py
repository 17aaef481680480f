"""How files that a manifest names get their names, and those that they replace go.

Where the system can swap two directories (Linux, macOS) both happen in one step: a directory of hard links is made and
swapped with the data, so a reader sees the old files or the new ones, whenever the process is killed. It lies beside
the directory of the exports, since a pattern such as `exports/**/*.parquet` finds whatever lies in there. Where that
cannot be (another system, a mounted directory) the new files get their names first, and what a crash leaves of the old
ones the next run removes.
"""

import ctypes
import os
import sys
from collections.abc import Collection, Mapping
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

from wolkvox_async.export.files import TEMPORARY, is_unchanged, sync_folder
from wolkvox_async.export.layout import STATE, Folders
from wolkvox_async.export.manifest import Entry, Manifest

__all__ = ["is_there", "publish"]

_DIGEST = 10
_HERE, _SWAP = -100, 2  # AT_FDCWD; RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS


def is_there(path: Path, entry: Entry) -> bool:
    """Whether a file is the one that a manifest names."""
    return is_unchanged(path, size=entry.size, modified=entry.modified, digest=entry.sha256)


def publish(place: Folders, manifest: Manifest) -> None:
    """Carry a manifest through that is saved: its new files get their names, and those that they replace go.

    Args:
        place: The report's folders; new files have their temporary names, beside the manifest.
        manifest: What the data folder is to hold. Done again, it changes nothing.
    """
    upcoming = _beside(place)
    rmtree(upcoming, ignore_errors=True)
    fresh = {
        entry.name: temporary
        for entry in manifest.files
        if (temporary := place.state / (entry.name + TEMPORARY)).exists() and is_there(temporary, entry)
    }
    gone = [name for name in manifest.replaced if (place.data / name).exists()]
    if fresh and gone and _swapped(place, upcoming, fresh, gone):
        for temporary in fresh.values():
            temporary.unlink()
        return
    for name, temporary in fresh.items():
        temporary.replace(place.data / name)
    sync_folder(place.data)
    for name in gone:
        (place.data / name).unlink(missing_ok=True)


def _beside(place: Folders) -> Path:
    """Return a place for a directory, of this report alone, on the same file system as the exports if possible."""
    state = place.state.absolute()
    root = next(path for path in state.parents if path.name == STATE).parent
    digest = sha256(os.fsencode(state.relative_to(root))).hexdigest()[:_DIGEST]
    return root.parent / f".{root.name}-{digest}.wolkvox"


def _swapped(place: Folders, upcoming: Path, fresh: Mapping[str, Path], gone: Collection[str]) -> bool:
    """Swap the data folder for one with the fresh files and without those that are gone; False where that cannot be."""
    try:
        upcoming.mkdir()
        for path in place.data.iterdir():
            if path.name not in gone and path.name not in fresh:
                os.link(path, upcoming / path.name)
        for name, temporary in fresh.items():
            os.link(temporary, upcoming / name)
        sync_folder(upcoming)
        swapped = _exchange(upcoming, place.data)
    except OSError:  # no hard links, or a directory beside the files: the files are renamed one by one
        swapped = False
    if swapped:
        sync_folder(place.data.parent)
    rmtree(upcoming, ignore_errors=True)
    return swapped


def _exchange(one: Path, other: Path) -> bool:
    """Swap two directories in one step; False where the system or the file system cannot."""
    names = {"linux": "renameat2", "darwin": "renameatx_np"}
    call = getattr(ctypes.CDLL(None), names[sys.platform], None) if sys.platform in names else None
    if call is None:
        return False
    return bool(call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _SWAP) == 0)
