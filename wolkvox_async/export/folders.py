"""Makes the folders of reports ready: checks what is there before anything is touched, then carries on from it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve

from wolkvox_async.core.plain import counted
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.export.compaction import MANY, joined
from wolkvox_async.export.files import data_files, fresh_folder, sweep, trouble
from wolkvox_async.export.former import Former, former_of
from wolkvox_async.export.layout import Folders, is_whole
from wolkvox_async.export.manifest import Entry, Identity, Manifest
from wolkvox_async.export.publication import is_there, publish
from wolkvox_async.reports.report import Report
from wolkvox_async.tables.columns import Table

__all__ = ["Elsewhere", "made_ready"]

Note = Callable[[str], None]
Elsewhere = Callable[[Folders, Entry], bool]


def made_ready(
    reports: Sequence[Report[Any]],
    folders: Sequence[Folders],
    identities: Sequence[Identity],
    tables: Sequence[Table],
    to: Path,
    note: Note,
    *,
    adopt: bool = False,
    elsewhere: Elsewhere | None = None,
) -> list[Manifest]:
    """Return the manifest of each report, its folders being there and its files being what the manifest says.

    Args:
        reports: What is exported.
        folders: Of each report.
        identities: Of each report.
        tables: The columns of each report.
        to: The directory.
        note: Takes what is worth a word to people.
        adopt: Whether folders of the first version are taken for this server's.
        elsewhere: Says of a file that is not on the disk whether its rows are kept elsewhere, so that it is not missed.

    Raises:
        ConfigurationError: A folder holds something else, files that no manifest names, or files of the first version
            that the caller does not adopt. Nothing was touched.
        WolkvoxError: A file cannot be written.
    """
    found = [Manifest.load(place.state, identity) for place, identity in zip(folders, identities, strict=True)]
    formers = [former_of(report, identity, to) for report, identity in zip(reports, identities, strict=True)]
    for place, manifest, former in zip(folders, found, formers, strict=True):
        if manifest is None and former is None and (files := data_files(place.data)):
            raise ConfigurationError(
                f"{place.data} holds {counted(len(files), 'file')} and no manifest says what is in them",
                advice=f"restore {place.state}, or name another directory; no file was touched",
            )
    if not adopt:
        _refuse_unaddressed(found, formers, identities)
    ready = []
    for report, place, identity, table, manifest, former in zip(
        reports, folders, identities, tables, found, formers, strict=True
    ):
        fresh_folder(place.data)
        fresh_folder(place.state)
        fresh = Manifest(identity=identity, whole=is_whole(report))
        try:
            ready.append(_ready(place, manifest or fresh, former, table, note, elsewhere))
        except OSError as error:
            raise trouble(error, place.data) from None
    return ready


def _refuse_unaddressed(
    found: Sequence[Manifest | None], formers: Sequence[Former | None], identities: Sequence[Identity]
) -> None:
    """Refuse folders of the first version: nothing in them says which address their rows came from."""
    unaddressed = [
        (former, identity)
        for former, manifest, identity in zip(formers, found, identities, strict=True)
        if former is not None and _is_empty(manifest)
    ]
    if unaddressed:
        (former, identity), more = unaddressed[0], len(unaddressed) - 1
        others = f", and neither did {more} more folder{'' if more == 1 else 's'} here" if more else ""
        raise ConfigurationError(
            f"{former.folder} was written by the first version of wolkvox-async, which did not record the server's "
            f"address{others}",
            advice=f"if its rows came from {identity.base_url}, run it once with --adopt-first-version "
            "(adopt_first_version=True), which rewrites the files without a call; if not, for instance if a simulator "
            "gave them, name another directory; no file was touched",
        ).at(operation=identity.operation, endpoint=identity.endpoint)


def _is_empty(manifest: Manifest | None) -> bool:
    return manifest is None or not manifest.covered


def _ready(
    place: Folders,
    manifest: Manifest,
    former: Former | None,
    table: Table,
    note: Note,
    elsewhere: Elsewhere | None,
) -> Manifest:
    if former is not None and _is_empty(manifest):
        sweep(place.state)
        manifest = former.rewritten(place, manifest, table)
        note(f"{place.data}: {len(manifest.files)} files of an older version were rewritten as they are written now")
    if manifest.files or manifest.replaced:
        publish(place, manifest)
    if former is not None and (kept := former.remove(place, manifest)):
        note(f"{former.folder}: {kept} files of an older version hold other windows and are left alone")
    sweep(place.state)
    lost = [
        entry
        for entry in manifest.files
        if not is_there(place.data / entry.name, entry) and not (elsewhere and elsewhere(place, entry))
    ]
    for entry in lost:
        note(f"{place.data / entry.name} is gone or changed: its window is asked again")
    manifest = manifest.without(lost) if lost else manifest
    if not manifest.files:
        manifest = evolve(manifest, nested="json")
    if elsewhere is not None:
        return manifest
    after = joined(place, manifest, many=MANY, note=note)
    if after is not manifest:
        note(f"{place.data}: {len(manifest.files)} files, of which many were small, are {len(after.files)} now")
    return after
