"""Small files of one report joined into larger ones; no call is made.

A folder that is brought up to date every hour gets thousands of files, and readers open each. Files are joined where
their windows touch and nothing between them is still to be read; those whose rows may change stay as they are, since
they are replaced as a whole. Totals stay too, each of their files being a result of its own, and so do workbooks.

The joined file is written beside the manifest, the manifest names it and those that it replaces, then it takes their
place (`publication`). Killed at any moment, the folder has each row once, or has it again with the next run.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from attrs import asdict, evolve, frozen

from wolkvox_async.core.plain import Plain
from wolkvox_async.core.windows import Window, gaps
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.export.files import MANIFEST, TEMPORARY, Part, file_name, sweep, trouble
from wolkvox_async.export.layout import STATE, Folders, facts_of
from wolkvox_async.export.lock import locked
from wolkvox_async.export.manifest import NOTED, Entry, Identity, Manifest
from wolkvox_async.export.parquet import FACTS, compressed, pyarrow
from wolkvox_async.export.publication import is_there, publish

__all__ = ["MANY", "SMALL_BYTES", "Compacted", "Joined", "compact", "joined"]

MANY = 100
"""Small files of one report; an export that finds more joins them."""
SMALL_BYTES = 16 * 2**20
"""A file below this is small."""
_LARGE_BYTES, _LARGE_ROWS = 128 * 2**20, 1_000_000
_PIECE = 2**20


@frozen(kw_only=True)
class Joined(Plain):
    """What became of one report's files."""

    operation: str
    """The operation's name."""
    endpoint: str
    """The endpoint's name."""
    folder: Path
    """Where the files lie."""
    rows: int
    """In the files."""
    before: int
    """Files that there were."""
    after: int
    """Files that there are."""


@frozen(kw_only=True)
class Compacted(Plain):
    """What a compaction has done, report by report."""

    reports: tuple[Joined, ...]
    """Each folder under the directory."""
    notes: tuple[str, ...] = ()
    """What was found and left as it is."""

    _derived = ("before", "after")

    @property
    def before(self) -> int:
        """Files that there were."""
        return sum(each.before for each in self.reports)

    @property
    def after(self) -> int:
        """Files that there are."""
        return sum(each.after for each in self.reports)


def compact(to: str | Path, *, small: int = SMALL_BYTES) -> Compacted:
    """Join the small files of each report that was exported to a directory. It blocks, and makes no call.

    Args:
        to: The directory of the exports.
        small: Bytes; larger files stay as they are.

    Raises:
        ConfigurationError: It is no directory of exports, or a manifest is damaged or a newer version's.
        FolderLocked: An export writes to the directory.
        DiskUnavailable: A file cannot be written; the others stay as they are.
    """
    to = Path(to)
    if not (to / STATE).is_dir():
        raise ConfigurationError(f"{to} is no directory of exports", advice="name the one that --out named")
    done, notes = [], list[str]()
    with locked(to):
        found = [(path, Manifest.found(path)) for path in sorted((to / STATE).rglob(MANIFEST))]
        for path, manifest in found:
            place = Folders(to / path.parent.relative_to(to / STATE), path.parent)
            try:
                place.data.mkdir(parents=True, exist_ok=True)
                publish(place, manifest)
                sweep(place.state)
                after = joined(place, manifest, small=small, note=notes.append)
            except OSError as error:
                raise trouble(error, place.data) from None
            done.append(
                Joined(
                    operation=manifest.identity.operation,
                    endpoint=manifest.identity.endpoint,
                    folder=place.data,
                    rows=sum(entry.rows for entry in after.files),
                    before=len(manifest.files),
                    after=len(after.files),
                )
            )
    return Compacted(reports=tuple(done), notes=tuple(notes))


def joined(
    place: Folders,
    manifest: Manifest,
    *,
    small: int = SMALL_BYTES,
    many: int = 1,
    note: Callable[[str], None] | None = None,
) -> Manifest:
    """Join the small files of one report, and return its manifest; the folder is locked, and no crash is left in it.

    Args:
        place: The report's folders.
        manifest: What they hold.
        small: Bytes; larger files stay as they are.
        many: Nothing is done where no more files than this could be joined.
        note: Takes what is worth a word to people.
    """
    groups = list(_groups(manifest, small))
    if sum(map(len, groups)) <= many:
        return manifest
    fresh: list[Entry] = []
    old: list[Entry] = []
    try:
        for group in groups:
            changed = [entry.name for entry in group if not is_there(place.data / entry.name, entry)]
            if changed:
                if note is not None:
                    note(f"{place.data / changed[0]} is gone or changed: the next export asks for its window again")
                continue
            for alike in _alike(place, manifest.identity, group):
                fresh.append(_join(place, manifest.identity, alike))
                old += alike
        if not fresh:
            return manifest
        names = sorted(entry.name for entry in old)
        files = sorted((*(each for each in manifest.files if each not in old), *fresh), key=lambda each: each.window)
        after = evolve(manifest, files=files, replaced=names)
        after.save(place.state)
    except BaseException:
        for entry in fresh:
            with suppress(OSError):
                (place.state / (entry.name + TEMPORARY)).unlink(missing_ok=True)
        raise
    publish(place, after)
    return after


def _groups(manifest: Manifest, small: int) -> Iterator[list[Entry]]:
    """Yield the files that may become one, two or more at a time."""
    if manifest.whole or manifest.identity.ending == "xlsx":
        return
    settled, stale = manifest.settled, manifest.stale()
    group: list[Entry] = []
    for entry in sorted(manifest.files, key=lambda each: each.window):
        alone = entry.size >= small or entry in stale
        full = group and (
            sum(each.rows for each in group) + entry.rows > _LARGE_ROWS
            or sum(each.size for each in group) + entry.size > _LARGE_BYTES
            or gaps(Window(group[0].window.start, entry.window.end), settled)
        )
        if alone or full:
            if len(group) > 1:
                yield group
            group = []
        if not alone:
            group.append(entry)
    if len(group) > 1:
        yield group


def _alike(place: Folders, identity: Identity, group: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Yield those neighbours of a group whose columns are the same: a column may have come, or changed its type."""
    part: list[Entry] = []
    before: Any = None
    for entry in group:
        columns = _columns(place.data / entry.name, identity)
        if part and columns != before:
            if len(part) > 1:
                yield part
            part = []
        part.append(entry)
        before = columns
    if len(part) > 1:
        yield part


def _columns(path: Path, identity: Identity) -> Any:
    """Return what has to agree in files that are joined."""
    match identity.ending:
        case "parquet":
            return pyarrow()[1].read_schema(path).remove_metadata()
        case "csv":
            with path.open("rb") as file:
                return file.readline()
    return None  # each line of NDJSON names its columns


def _join(place: Folders, identity: Identity, group: Sequence[Entry]) -> Entry:
    """Write the rows of some files into one, under its temporary name."""
    window = Window(group[0].window.start, group[-1].window.end)
    name = file_name(window, identity.ending)
    paths = [place.data / entry.name for entry in group]
    part = Part(place.state / (name + TEMPORARY), lambda file: _Copy(file, identity, window))
    try:
        for number, path in enumerate(paths):
            part.write(_Source(path, first=number == 0), window)
        written = evolve(part.finish(), rows=sum(entry.rows for entry in group))
    except BaseException:
        part.discard()
        raise
    left_out: dict[str, Any] = {kind: sum(getattr(entry, kind) for entry in group) for kind in NOTED}
    return Entry(name=name, window=window, **asdict(written), **left_out)


@frozen
class _Source:
    """A file whose rows are written into another. first: whether its header is written too."""

    path: Path
    first: bool

    def __len__(self) -> int:
        return 0  # rows are counted by the manifest


class _Copy:
    """A sink that takes whole files."""

    def __init__(self, file: BinaryIO, identity: Identity, window: Window) -> None:
        self._file, self._identity, self._window = file, identity, window
        self._writer: Any = None

    def write(self, rows: Any, window: Window) -> None:  # noqa: ARG002 - a sink's way
        """Write the rows of a file."""
        if self._identity.ending == "parquet":
            self._put_groups(rows.path)
            return
        with rows.path.open("rb") as lines:
            if self._identity.ending == "csv" and not rows.first:
                lines.readline()
            while piece := lines.read(_PIECE):
                self._file.write(piece)

    def _put_groups(self, path: Path) -> None:
        arrow, parquet = pyarrow()
        with parquet.ParquetFile(path) as file:
            if self._writer is None:
                metadata = {**(file.schema_arrow.metadata or {}), FACTS: _facts(self._identity, self._window)}
                schema = file.schema_arrow.with_metadata(metadata)
                self._writer = compressed(self._file, schema)
            for batch in file.iter_batches():
                self._writer.write_table(arrow.Table.from_batches([batch]).cast(self._writer.schema))

    def close(self) -> None:
        """Write the footer."""
        if self._writer is not None:
            with closing(self._writer):
                self._writer = None


def _facts(identity: Identity, window: Window) -> bytes:
    return orjson.dumps(facts_of(identity, window))
