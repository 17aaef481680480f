"""The manifest: what a report's folder holds, and so what the next run need not ask again.

Its state is intervals, not a high-water mark: windows may be covered in any order, and a gap stays a gap until it is
filled. It is also the journal of a publication: it is replaced in one step, then the files that it names get their
names, then those in `replaced` go. A run that finds it carries that through. It never holds a
token.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from errno import ENAMETOOLONG
from pathlib import Path
from typing import Any, Self

import orjson
from attrs import evolve, field, fields, frozen
from attrs.validators import instance_of, matches_re
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from wolkvox_async.core.windows import Window, gaps, merge
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.export.files import MANIFEST, OURS, replace
from wolkvox_async.export.sinks import Nested

__all__ = [
    "NOTED",
    "VERSION",
    "Entry",
    "Identity",
    "Manifest",
    "clip",
    "damaged",
    "overlap",
    "read",
    "refuse_newer",
    "subtract",
]

VERSION = 2
NOTED = ("repeated", "outside", "grand_totals", "misdated")
"""Why rows may be left out, or be worth a word; each is counted by window."""


_LATER = {"trailed": None, "nested": "text"}  # fields that a manifest of this version may lack, and what that means


def overlap(one: Window, other: Window) -> bool:
    """Whether two windows have a moment in common."""
    return one.start < other.end and other.start < one.end


def clip(windows: Iterable[Window], whole: Window) -> list[Window]:
    """Return the parts of windows that lie in the whole."""
    return [Window(max(each.start, whole.start), min(each.end, whole.end)) for each in windows if overlap(each, whole)]


def _inside(window: Window, whole: Window) -> bool:
    return whole.start <= window.start and window.end <= whole.end


def subtract(windows: Iterable[Window], taken: Sequence[Window]) -> list[Window]:
    """Return the parts of windows that lie in none of the taken."""
    return [part for window in windows for part in gaps(window, clip(taken, window))]


@frozen(kw_only=True)
class Identity:
    """Which report the files are of, and how they are written; two identities never share a folder.

    format: parquet, ndjson, ndjson-raw, csv, csv-excel or xlsx.
    """

    operation: str
    server: str
    base_url: str
    time_zone: str
    endpoint: str
    parameters: Mapping[str, str]
    format: str
    zone: str
    columns: tuple[str, ...]

    @property
    def ending(self) -> str:
        """What the names of its files end with."""
        return self.format.partition("-")[0]


@frozen(kw_only=True)
class Entry:
    """One file: its name, the window it holds, and what shows that it is the one that was written.

    Attributes:
        size: Bytes.
        modified: When the file was written, in nanoseconds of its file system's clock: while that and the size agree,
            its digest is not worked out again.
        repeated: Rows of the window that the window before it had given, in every field alike, and that were left out.
        outside: Rows that were left out, since they stand for hours that the window does not touch.
        grand_totals: Rows that were left out, since they add up the window's other rows.
        misdated: Rows that are dated more than a minute outside of the window; they are in the file.
    """

    name: str = field(validator=matches_re(OURS))
    window: Window
    rows: int = field(validator=instance_of(int))
    size: int = field(validator=instance_of(int))
    sha256: str
    modified: int = 0
    repeated: int = 0
    outside: int = 0
    grand_totals: int = 0
    misdated: int = 0


def _windows(values: Iterable[Window]) -> tuple[Window, ...]:
    return tuple(values)


def _entries(values: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(values)


def _names(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


@frozen(kw_only=True)
class Manifest:
    """What is known of a report's files.

    Attributes:
        whole: The windows are results of their own (totals, or a report that must not be cut), so they are never
            joined, and a part of one is not covered by it.
        covered: What was read, `provisional` and `reread` among it.
        provisional: What was read within 20 minutes of its end.
        reread: What was read while its rows could still change.
        replaced: Names of files that this manifest's files take the place of.
        calls: Spent on it by all runs.
        trailed: When the last days were read again by a run that follows the report, on the operation's wall clock.
        nested: How NDJSON has lists of records, which a folder keeps: as arrays of objects, or as JSON text.
    """

    identity: Identity
    whole: bool = False
    covered: tuple[Window, ...] = field(default=(), converter=_windows)
    provisional: tuple[Window, ...] = field(default=(), converter=_windows)
    reread: tuple[Window, ...] = field(default=(), converter=_windows)
    files: tuple[Entry, ...] = field(default=(), converter=_entries)
    replaced: tuple[str, ...] = field(default=(), converter=_names)
    calls: int = field(default=0, validator=instance_of(int))
    created: str = ""
    trailed: datetime | None = None
    nested: Nested = "json"

    @property
    def open(self) -> tuple[Window, ...]:
        """What is covered and asked again."""
        return (*self.provisional, *self.reread)

    @property
    def settled(self) -> list[Window]:
        """What need not be asked again."""
        if self.whole:
            return [window for window in self.covered if window not in self.open]
        return subtract(self.covered, self.open)

    def stale(self) -> list[Entry]:
        """Return the files that are to be replaced when their windows have been read again."""
        if self.whole:
            return [entry for entry in self.files if entry.window in self.open]
        return [entry for entry in self.files if any(overlap(entry.window, each) for each in self.open)]

    def inside(self, whole: Window) -> list[Entry]:
        """Return the files that hold rows of a range."""
        if self.whole:
            return [entry for entry in self.files if entry.window == whole]
        return [entry for entry in self.files if overlap(entry.window, whole)]

    def reopened(self, since: datetime) -> Self:
        """Return the manifest with what is covered after a moment to be asked again."""
        if self.whole:
            windows = [window for window in self.covered if window.end > since and window not in self.reread]
            return evolve(self, reread=(*self.reread, *windows))
        ends = [window.end for window in self.covered]
        if not ends or max(ends) <= since:
            return self
        return evolve(self, reread=merge((*self.reread, *clip(self.covered, Window(since, max(ends))))))

    def without(self, lost: Sequence[Entry]) -> Self:
        """Return the manifest without these files: their windows are missing again."""
        windows = [entry.window for entry in lost]
        if self.whole:
            covered, provisional, reread = (
                [window for window in kind if window not in windows]
                for kind in (self.covered, self.provisional, self.reread)
            )
        else:
            covered, provisional, reread = (
                subtract(kind, windows) for kind in (self.covered, self.provisional, self.reread)
            )
        files = [entry for entry in self.files if entry not in lost]
        return evolve(self, covered=covered, provisional=provisional, reread=reread, files=files)

    def having(
        self,
        windows: Sequence[Window],
        provisional: Sequence[Window],
        reread: Sequence[Window],
        files: Sequence[Entry],
        replaced: Sequence[Entry],
    ) -> Self:
        """Return the manifest with these windows read, their files in the place of the replaced ones."""
        rest = self.without(replaced)
        names = {entry.name for entry in files}
        kept = sorted(
            (*(entry for entry in rest.files if entry.name not in names), *files), key=lambda entry: entry.window
        )
        gone = {entry.name for entry in replaced} - {entry.name for entry in kept}
        if self.whole:
            was_covered, was_provisional, was_reread = (
                [window for window in kind if not any(_inside(window, each) for each in windows)]
                for kind in (rest.covered, rest.provisional, rest.reread)
            )
            covered = [*was_covered, *windows]
        else:
            covered = merge((*rest.covered, *windows))
            was_provisional, was_reread = subtract(rest.provisional, windows), subtract(rest.reread, windows)
            provisional, reread = merge((*was_provisional, *provisional)), merge((*was_reread, *reread))
            was_provisional = was_reread = []
        return evolve(
            self,
            covered=covered,
            provisional=(*was_provisional, *provisional),
            reread=(*was_reread, *reread),
            files=kept,
            replaced=sorted(gone),
        )

    # On the disk

    def document(self) -> dict[str, Any]:
        """Return what a manifest is written as."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        held = _CONVERTER.unstructure(evolve(self, created=self.created or now))
        return {
            "version": VERSION,
            **held.pop("identity"),
            **held,
            "rows": sum(entry.rows for entry in self.files),
            **{name: sum(getattr(entry, name) for entry in self.files) for name in NOTED},
            "updated": now,
        }

    def save(self, folder: Path) -> None:
        """Replace the manifest of a folder in one step."""
        replace(folder / MANIFEST, orjson.dumps(self.document(), option=orjson.OPT_INDENT_2))

    @classmethod
    def load(cls, folder: Path, identity: Identity) -> Self | None:
        """Read a folder's manifest, None where there is none.

        Raises:
            ConfigurationError: It is damaged, a newer version's, or of another report.
        """
        path = folder / MANIFEST
        document = read(path)
        if document is None:
            return None
        return cls.of(document, path, identity)

    @classmethod
    def found(cls, path: Path) -> Self:
        """Read a manifest that is there, of whatever report.

        Raises:
            ConfigurationError: It is damaged, or a newer version's.
        """
        document = read(path)
        if document is None:
            raise damaged(path, "it is gone")
        return cls.of(document, path, None)

    @classmethod
    def of(cls, document: Mapping[str, Any], path: Path, identity: Identity | None) -> Self:
        """Return the manifest that a document holds.

        Args:
            document: What `document` returned.
            path: Where it was kept, for errors.
            identity: The report that is asked for; None: whatever report it is of.

        Raises:
            ConfigurationError: It is damaged, a newer version's, or of another report.
        """
        try:
            refuse_newer(document, path)
            for each in (*fields(Identity), *fields(cls)):
                if each.name not in ("identity", *_LATER, *document):
                    raise KeyError(each.name)  # noqa: TRY301 - damaged like what the converter refuses
            manifest = _CONVERTER.structure({**_LATER, **document, "identity": document}, cls)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise damaged(path, f"{type(error).__name__} {error}") from None
        if identity is not None:
            _same(path, manifest.identity, identity)
        return manifest


def read(path: Path) -> dict[str, Any] | None:
    """Return the document of a manifest, None where there is none; the file is read once and as a whole."""
    try:
        document = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno == ENAMETOOLONG:
            return None
        raise damaged(path, str(error)) from None
    except orjson.JSONDecodeError as error:
        raise damaged(path, str(error)) from None
    if not isinstance(document, dict):
        raise damaged(path, "no object")
    return document


def refuse_newer(document: Mapping[str, Any], path: Path) -> None:
    """Raise ConfigurationError where a document was written by a newer version, which may mean more by it."""
    version = document.get("version")
    if isinstance(version, int) and version > VERSION:
        raise ConfigurationError(
            f"{path} was written by a newer version of wolkvox-async", advice="upgrade it, or name another directory"
        )


def damaged(path: Path, why: str) -> ConfigurationError:
    """Return the error for a manifest that cannot be read."""
    return ConfigurationError(
        f"{path} is damaged: {why}", advice="restore it, or name another directory; no file was touched"
    )


_ADVICE = {
    "format": "use --format {there}, or name another directory",
    "zone": "use --zone {there}, or name another directory",
    "columns": "ask for the same --columns, or name another directory",
}


def _same(path: Path, there: Identity, asked: Identity) -> None:
    """Raise ConfigurationError where a folder holds another report than the one that is asked for."""
    for name in Identity.__annotations__:
        old, new = getattr(there, name), getattr(asked, name)
        if old != new:
            advice = _ADVICE.get(name, "name another directory").format(
                there=str(old).replace("-", " --") if name == "format" else old
            )
            raise ConfigurationError(
                f"{path.parent} holds an export whose {name.replace('_', ' ')} is {old!r}, not {new!r}", advice=advice
            )


def _pair(window: Window) -> tuple[str, str]:
    return window.start.isoformat(), window.end.isoformat()


def _window(pair: Sequence[str], _type: Any = None) -> Window:
    start, end = map(datetime.fromisoformat, pair)
    if start.tzinfo is not None or end.tzinfo is not None or start >= end:
        raise ValueError(f"{pair} is not a window")
    return Window(start, end)


def _converter() -> Converter:
    converter = Converter(detailed_validation=False)
    converter.register_unstructure_hook(Window, _pair)
    converter.register_structure_hook(Window, _window)
    converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    size = override(rename="bytes")
    converter.register_unstructure_hook(Entry, make_dict_unstructure_fn(Entry, converter, size=size))
    converter.register_structure_hook(Entry, make_dict_structure_fn(Entry, converter, size=size))
    return converter


_CONVERTER = _converter()
