"""Reports brought into a warehouse: read to staged files first, then loaded, each window once.

    reports ─ export ─▶ staged Parquet files ─ dlt ─▶ one table a report
                              ▲                          │
                              └── manifests, windows ◀───┘

Staging is an export like any other, so an interrupted load goes on from the windows that were read. The tables name
the window of each row, and the dataset keeps the manifests. A machine that has staged nothing therefore asks only for
what the tables lack. A staged file goes when its window is in the table.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from attrs import evolve

from wolkvox_async.calls.tasks import to_its_end
from wolkvox_async.core.windows import Window, merge
from wolkvox_async.errors import DestinationUnavailable, WolkvoxError
from wolkvox_async.export.files import fresh_folder
from wolkvox_async.export.layout import Choices, Folders, folders_of, identity_of, is_whole
from wolkvox_async.export.lock import locked
from wolkvox_async.export.manifest import Entry, Identity, Manifest
from wolkvox_async.export.outcome import Published
from wolkvox_async.export.plan import Following
from wolkvox_async.export.run import Export
from wolkvox_async.load.dataset import Change, Dataset, refuse_renamed
from wolkvox_async.load.destinations import Destination, destination_of
from wolkvox_async.load.lake import FORMATS, Lake
from wolkvox_async.load.outcome import Loaded
from wolkvox_async.load.tables import key_of, table_name
from wolkvox_async.load.warehouse import Warehouse
from wolkvox_async.reports.report import Report

__all__ = ["DATASET", "Load"]

DATASET = "wolkvox"
_FILES = "files"
_DIGEST = 16


class Load:
    """Brings reports into the tables of a warehouse; run again, it asks only for what they lack.

    Args:
        reports: What to load.
        to: Address of the destination: `postgresql://user:password@host/database`, `mysql://…`, `duckdb:///file`,
            `delta:///folder`, …
        dataset: Name of the schema (PostgreSQL, DuckDB), database (MariaDB), folder (Delta, Iceberg) or dataset that
            holds the tables.
        reread: How far back what was read before is read again, for rows that change later; None takes what is known
            of each report.
        staging: Directory for the windows that are not loaded yet; None: one in the state directory of the user.
        following: How the reports are read by a load that is made again and again, None by one that stands alone.
        keep: Whether the files of what was loaded stay until `discard`.
        held: What the tables hold, as the `held` of the load before this one says it; None: they are counted.

    Raises:
        ConfigurationError: The address is unknown, a package is not installed, or dlt would rename the dataset.
    """

    def __init__(
        self,
        reports: Sequence[Report[Any]],
        *,
        to: str,
        dataset: str = DATASET,
        reread: timedelta | None = None,
        staging: Path | None = None,
        following: Following | None = None,
        keep: bool = False,
        held: Mapping[str, Mapping[str, int]] | None = None,
    ) -> None:
        self._destination: Destination = destination_of(to)
        self._dataset, self._reports = dataset, reports
        self._endpoints = sorted({report.endpoint.name for report in reports})
        refuse_renamed(dataset)
        self._folder = staging or _staging(self._destination.place, dataset)
        self._held, self._counted = held or {}, held is not None
        self._export = Export(
            reports,
            to=self._folder / _FILES,
            reread=reread,
            elsewhere=self._is_loaded,
            following=following,
        )
        self._choices = Choices(daily=following is not None)
        self._keep = keep
        self._published: list[Published] = []
        self._loaded: dict[str, Counter[str]] = {name: Counter() for name in ("rows", "windows", "replaced")}

    @property
    def outcome(self) -> Loaded:
        """What has been done so far: after a cancellation too."""
        return Loaded(
            read=self._export.outcome,
            destination=self._destination.shown,
            dataset=self._dataset,
            **{name: dict(counts) for name, counts in self._loaded.items()},
        )

    @property
    def published(self) -> Sequence[Published]:
        """The windows that this run has loaded, report by report, and those that it found to be empty."""
        return self._published

    @property
    def held(self) -> Mapping[str, Mapping[str, int]]:
        """Rows of the tables by window, by report's folder."""
        return self._held

    def discard(self) -> None:
        """Remove the files of what was loaded."""
        for job in self._export.jobs:
            for entry in job.manifest.files:
                (job.folders.data / entry.name).unlink(missing_ok=True)

    async def run(self) -> Loaded:
        """Read what the tables lack, then load it.

        Cancelled while it reads, it loads the windows that are complete before it ends.

        Raises:
            ConfigurationError: Before the first call: the dataset holds another server's rows.
            DestinationUnavailable: The destination cannot be read or written; what was read stays staged.
            FolderLocked: Another process loads into this dataset.
        """
        fresh_folder(self._folder)
        with (
            locked(self._folder),
            TemporaryDirectory(dir=self._folder, prefix="dlt-") as working,
            ThreadPoolExecutor(1, thread_name_prefix="wolkvox-load") as executor,
        ):
            kind: type[Dataset] = Lake if self._destination.kind in FORMATS else Warehouse
            warehouse = kind(self._destination, self._dataset, Path(working))
            await to_its_end(executor, lambda: self._prepare(warehouse))
            try:
                await self._export.run()
            finally:
                await to_its_end(executor, lambda: self._load(warehouse))
        return self.outcome

    # Before the first call

    def _prepare(self, warehouse: Dataset) -> None:
        """Put down for each report what the tables and the staged files hold together."""
        documents = warehouse.manifests(self._endpoints)
        if not self._counted:
            self._held = warehouse.windows(self._endpoints)
        for report in self._reports:
            place, identity = folders_of(report, self._folder / _FILES), identity_of(report, self._choices)
            manifest = self._known(place, identity, documents.get(self._name(place)))
            manifest = manifest or Manifest(identity=identity, whole=is_whole(report))
            fresh_folder(place.data)
            fresh_folder(place.state)
            self._reconciled(manifest, place).save(place.state)

    def _known(self, place: Folders, identity: Identity, document: Mapping[str, Any] | None) -> Manifest | None:
        """Return the manifest that is ahead: the dataset's, or the one of the staged files."""
        staged = Manifest.load(place.state, identity)
        if document is None:
            return staged
        kept = Manifest.of(document, Path(self._dataset) / self._name(place) / "manifest", identity)
        return staged if staged is not None and staged.calls >= kept.calls else kept

    def _reconciled(self, manifest: Manifest, place: Folders) -> Manifest:
        """Return the manifest as it agrees with what there is.

        A file that is neither staged nor loaded is asked again. Windows of the table that the manifest does not name,
        as a load leaves them that ended before its manifest was kept, are read again and replaced.
        """
        lost = [
            entry
            for entry in manifest.files
            if not self._is_loaded(place, entry) and not (place.data / entry.name).is_file()
        ]
        manifest = manifest.without(lost) if lost else manifest
        known = {entry.name for entry in manifest.files}
        held = self._held.get(self._name(place), {})
        strays = [entry for entry in map(_entry, held.items()) if entry.name not in known]
        if not strays:
            return manifest
        windows = [entry.window for entry in strays]
        joined: Callable[[Sequence[Window]], Sequence[Window]] = list if manifest.whole else merge
        return evolve(
            manifest,
            covered=joined([*manifest.covered, *windows]),
            reread=joined([*manifest.reread, *windows]),
            files=sorted((*manifest.files, *strays), key=lambda entry: entry.window),
        )

    def _is_loaded(self, place: Folders, entry: Entry) -> bool:
        name = self._name(place)
        return self._held.get(name, {}).get(key_of(name, entry)) == entry.rows

    # After the last

    def _load(self, warehouse: Dataset) -> None:
        """Load the windows that are staged, remove those that they replace, and count both in the tables then."""
        jobs = self._export.jobs
        if not jobs:
            return
        changes = [self._change(job.folders, job.manifest) for job in jobs]
        warehouse.apply(changes)
        touched = warehouse.touched(changes)
        self._held = {**self._held} | {
            change.report: _untouched(self._held.get(change.report, {}), change) | touched.get(change.report, {})
            for change in changes
        }
        for change, job in zip(changes, jobs, strict=True):
            manifest = job.manifest
            wanted = {key_of(change.report, entry): entry.rows for entry in manifest.files}
            if (found := self._held.get(change.report, {})) != wanted:
                raise self._differs(manifest.identity, found, wanted)
            new = [entry for entry in manifest.files if key_of(change.report, entry) in change.files]
            self._published += [job.published_as(entry.window, entry) for entry in new]
            self._published += [each for each in job.published if each.path is None]
            table = table_name(change.endpoint)
            self._loaded["rows"][table] += sum(wanted.values())
            self._loaded["windows"][table] += len(change.files)
            self._loaded["replaced"][table] += len(change.removed)
        if not self._keep:
            self.discard()

    def _change(self, place: Folders, manifest: Manifest) -> Change:
        name = self._name(place)
        held = self._held.get(name, {})
        wanted = {key_of(name, entry): entry for entry in manifest.files}
        return Change(
            report=name,
            endpoint=manifest.identity.endpoint,
            files={key: place.data / entry.name for key, entry in wanted.items() if held.get(key) != entry.rows},
            removed=held.keys() - wanted.keys(),
            manifest=manifest.document(),
        )

    def _differs(self, report: Identity, found: Mapping[str, int], wanted: Mapping[str, int]) -> WolkvoxError:
        wrong = sorted(key for key in found.keys() | wanted.keys() if found.get(key) != wanted.get(key))
        first = wrong[0]
        return DestinationUnavailable(
            f"{self._destination.shown} holds {found.get(first, 0):,} rows of {first} where {wanted.get(first, 0):,} "
            f"were loaded, and {len(wrong) - 1} more windows differ",
            advice="see whether another program writes to the table, then run the same again",
            destination=self._destination.shown,
        ).at(operation=report.operation, endpoint=report.endpoint)

    def _name(self, place: Folders) -> str:
        return PurePosixPath(place.data.relative_to(self._folder / _FILES)).as_posix()


def _untouched(held: Mapping[str, int], change: Change) -> dict[str, int]:
    """Return the rows of the windows that a change neither brings nor removes."""
    return {key: rows for key, rows in held.items() if key not in change.files and key not in change.removed}


def _entry(item: tuple[str, int]) -> Entry:
    """Return the file that a window of a table was loaded from, as far as the window's name says it."""
    key, rows = item
    stem, _, digest = key.rpartition("/")[2].partition("@")
    start, end = (datetime.strptime(text, "%Y%m%dT%H%M%S") for text in stem.split("-"))  # noqa: DTZ007 - wall clock
    return Entry(name=f"{stem}.parquet", window=Window(start, end), rows=rows, size=0, sha256=digest)


def _staging(place: str, dataset: str) -> Path:
    from platformdirs import user_state_path  # noqa: PLC0415 - only who has no path of its own needs it

    digest = sha256(f"{place}\n{dataset}".encode()).hexdigest()[:_DIGEST]
    return user_state_path("wolkvox-async") / "load" / digest
