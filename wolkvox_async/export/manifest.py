"""The manifest: what a report's directory holds, and so what the next run need not ask again.

Its state is intervals, not a high-water mark: windows may be covered in any order, and a gap stays a gap until it is
filled. A file counts from the moment the manifest names it; the manifest is replaced in one step, after the file.
It never holds a token.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import orjson
from attrs import evolve, field, frozen
from attrs.validators import instance_of, matches_re

from wolkvox_async.core.windows import Window, gaps, merge
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.export.files import MANIFEST, OURS, replace

__all__ = ["VERSION", "Entry", "Identity", "Manifest", "clip", "overlap", "subtract"]

VERSION = 1


def overlap(one: Window, other: Window) -> bool:
    return one.start < other.end and other.start < one.end


def clip(windows: Iterable[Window], whole: Window) -> list[Window]:
    """Return the parts of windows that lie in the whole."""
    return [Window(max(each.start, whole.start), min(each.end, whole.end)) for each in windows if overlap(each, whole)]


def subtract(windows: Iterable[Window], taken: Sequence[Window]) -> list[Window]:
    """Return the parts of windows that lie in none of the taken."""
    return [part for window in windows for part in gaps(window, clip(taken, window))]


@frozen(kw_only=True)
class Identity:
    """Which report the files are of; two identities never share a directory."""

    operation: str
    server: str
    time_zone: str
    endpoint: str
    parameters: Mapping[str, str]
    format: str


@frozen(kw_only=True)
class Entry:
    """One file: its name, the window it holds, and how to tell that it is the one that was written."""

    name: str = field(validator=matches_re(OURS))
    window: Window
    rows: int = field(validator=instance_of(int))
    size: int = field(validator=instance_of(int))
    sha256: str


def _windows(values: Iterable[Window]) -> tuple[Window, ...]:
    return tuple(values)


def _entries(values: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(values)


@frozen(kw_only=True)
class Manifest:
    """covered: what was read, provisional windows among it. calls: spent on it by all runs.

    whole: the windows are results of their own (totals, or a report that must not be cut), so they are never joined
    and a part of one is not covered by it.
    """

    identity: Identity
    whole: bool = False
    covered: tuple[Window, ...] = field(default=(), converter=_windows)
    provisional: tuple[Window, ...] = field(default=(), converter=_windows)
    files: tuple[Entry, ...] = field(default=(), converter=_entries)
    calls: int = field(default=0, validator=instance_of(int))
    created: str = ""

    @property
    def settled(self) -> list[Window]:
        """What need not be asked again."""
        if self.whole:
            return [window for window in self.covered if window not in self.provisional]
        return subtract(self.covered, self.provisional)

    def stale(self) -> list[Entry]:
        """Return the files that are to be replaced when their windows have been read again."""
        if self.whole:
            return [entry for entry in self.files if entry.window in self.provisional]
        return [entry for entry in self.files if any(overlap(entry.window, each) for each in self.provisional)]

    def inside(self, whole: Window) -> list[Entry]:
        """Return the files that hold rows of a range."""
        if self.whole:
            return [entry for entry in self.files if entry.window == whole]
        return [entry for entry in self.files if overlap(entry.window, whole)]

    def without(self, lost: Sequence[Entry]) -> Self:
        """Return the manifest without these files: their windows are missing again."""
        windows = [entry.window for entry in lost]
        if self.whole:
            covered = [window for window in self.covered if window not in windows]
            provisional = [window for window in self.provisional if window not in windows]
        else:
            covered, provisional = subtract(self.covered, windows), subtract(self.provisional, windows)
        files = [entry for entry in self.files if entry not in lost]
        return evolve(self, covered=covered, provisional=provisional, files=files)

    def having(
        self,
        windows: Sequence[Window],
        provisional: Sequence[Window],
        files: Sequence[Entry],
        replaced: Sequence[Entry],
    ) -> Self:
        """Return the manifest with these windows read, their files in the place of the replaced ones."""
        rest = self.without(replaced)
        names = {entry.name for entry in files}
        kept = [entry for entry in rest.files if entry.name not in names]
        if self.whole:
            covered = [*(window for window in rest.covered if window not in windows), *windows]
            open_ = [window for window in rest.provisional if window not in windows]
            return evolve(self, covered=covered, provisional=(*open_, *provisional), files=(*kept, *files))
        return evolve(
            self,
            covered=merge((*rest.covered, *windows)),
            provisional=merge((*subtract(rest.provisional, windows), *provisional)),
            files=sorted((*kept, *files), key=lambda entry: entry.window),
        )

    # On the disk

    def save(self, folder: Path) -> None:
        """Replace the manifest of a folder in one step."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        document = {
            "version": VERSION,
            "operation": self.identity.operation,
            "server": self.identity.server,
            "time_zone": self.identity.time_zone,
            "endpoint": self.identity.endpoint,
            "parameters": dict(self.identity.parameters),
            "format": self.identity.format,
            "whole": self.whole,
            "covered": [_pair(window) for window in self.covered],
            "provisional": [_pair(window) for window in self.provisional],
            "files": [
                {
                    "name": entry.name,
                    "window": _pair(entry.window),
                    "rows": entry.rows,
                    "bytes": entry.size,
                    "sha256": entry.sha256,
                }
                for entry in self.files
            ],
            "rows": sum(entry.rows for entry in self.files),
            "calls": self.calls,
            "created": self.created or now,
            "updated": now,
        }
        replace(folder / MANIFEST, orjson.dumps(document, option=orjson.OPT_INDENT_2))

    @classmethod
    def load(cls, folder: Path, identity: Identity, *, whole: bool) -> Self:
        """Read a folder's manifest, an empty one where there is none; ConfigurationError if it is another's."""
        path = folder / MANIFEST
        try:
            document = orjson.loads(path.read_bytes())
        except FileNotFoundError:
            return cls(identity=identity, whole=whole)
        except (OSError, orjson.JSONDecodeError) as error:
            raise _damaged(path, str(error)) from None
        if isinstance(document, dict) and _newer(document.get("version")):
            raise ConfigurationError(
                f"{path} was written by a newer version of wolkvox-async",
                advice="upgrade it, or name another directory",
            )
        try:
            manifest = cls._of(document)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _damaged(path, f"{type(error).__name__} {error}") from None
        _same(path, manifest.identity, identity)
        return manifest

    @classmethod
    def _of(cls, document: dict[str, Any]) -> Self:
        return cls(
            identity=Identity(**{each: document[each] for each in Identity.__annotations__}),
            whole=document["whole"],
            covered=[_window(pair) for pair in document["covered"]],
            provisional=[_window(pair) for pair in document["provisional"]],
            files=[
                Entry(
                    name=entry["name"],
                    window=_window(entry["window"]),
                    rows=entry["rows"],
                    size=entry["bytes"],
                    sha256=entry["sha256"],
                )
                for entry in document["files"]
            ],
            calls=document["calls"],
            created=document["created"],
        )


def _pair(window: Window) -> tuple[str, str]:
    return window.start.isoformat(), window.end.isoformat()


def _window(pair: Sequence[str]) -> Window:
    start, end = map(datetime.fromisoformat, pair)
    if start.tzinfo is not None or end.tzinfo is not None or start >= end:
        raise ValueError(f"{pair} is no window")
    return Window(start, end)


def _newer(version: Any) -> bool:
    return isinstance(version, int) and version > VERSION


def _damaged(path: Path, why: str) -> ConfigurationError:
    return ConfigurationError(f"{path} is damaged: {why}", advice="move its directory away, and it is exported anew")


_ADVICE = {"format": "use --format {there}, or name another directory"}


def _same(path: Path, there: Identity, asked: Identity) -> None:
    for name in Identity.__annotations__:
        old, new = getattr(there, name), getattr(asked, name)
        if old != new:
            advice = _ADVICE.get(name, "name another directory").format(there=old)
            raise ConfigurationError(
                f"{path.parent} holds an export whose {name.replace('_', ' ')} is {old!r}, not {new!r}", advice=advice
            )
