"""A dataset of a destination through dlt: which windows it holds, and the windows that replace others.

Everything here blocks, so it runs in a thread. dlt works in a folder that is made for the run, so what is known of the
dataset is what the dataset itself says: the names of the windows in its tables, and the manifests in dlt's state.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import frozen

from wolkvox_async.errors import ConfigurationError, DestinationUnavailable, WolkvoxError
from wolkvox_async.load.destinations import Destination, dlt_module
from wolkvox_async.load.tables import report_of, table_name

__all__ = ["Change", "Dataset", "by_table", "keep_manifests", "refuse_renamed"]

_PIPELINE = "wolkvox"
_STATE = "manifests"


@frozen(kw_only=True)
class Change:
    """What becomes of one report's rows.

    Attributes:
        report: The report's folder, with which the names of its windows begin.
        endpoint: Whose table it is.
        files: The staged file of each new window, by its name.
        removed: Names of the windows that are replaced.
        manifest: What is known of the report afterwards, as the document that a manifest is written as.
    """

    report: str
    endpoint: str
    files: Mapping[str, Path]
    removed: Collection[str]
    manifest: Mapping[str, Any]


@frozen
class Dataset(ABC):
    """A dataset of a destination.

    Args:
        destination: Where it is.
        dataset: Name of the schema, database, folder or dataset that holds the tables.
        folder: Where dlt may work.
    """

    destination: Destination
    dataset: str
    folder: Path

    def manifests(self, endpoints: Collection[str]) -> dict[str, Mapping[str, Any]]:
        """Return the documents of the manifests that the dataset keeps, by report.

        Raises:
            DestinationUnavailable: It cannot be read.
        """
        with self._errors("read"):
            self._sync()
            state = self._pipeline.state.get("sources", {}).get(_PIPELINE, {}).get("resources", {})
        found: dict[str, Mapping[str, Any]] = {}
        for endpoint in endpoints:
            found |= state.get(table_name(endpoint), {}).get(_STATE, {})
        return found

    def windows(self, endpoints: Collection[str]) -> dict[str, dict[str, int]]:
        """Return the names of the windows that the tables of endpoints hold, with their rows, by report.

        Raises:
            DestinationUnavailable: It cannot be read.
        """
        return self._windows(dict.fromkeys(endpoints, ()))

    def touched(self, changes: Sequence[Change]) -> dict[str, dict[str, int]]:
        """Return what the tables hold of the windows that changes bring or remove, as `windows` has it.

        Raises:
            DestinationUnavailable: It cannot be read.
        """
        keys: dict[str, set[str]] = {}
        for change in changes:
            if change.files or change.removed:
                keys.setdefault(change.endpoint, set()).update(change.files, change.removed)
        return self._windows(keys)

    @abstractmethod
    def apply(self, changes: Sequence[Change]) -> None:
        """Bring the tables up to date.

        Raises:
            DestinationUnavailable: It cannot be written; what was read stays staged.
        """

    @abstractmethod
    def _counted(self, table: str, keys: Collection[str]) -> Iterable[tuple[str, int]]:
        """Return at least the windows of these names that a table holds, with their rows; of no name: all of them."""

    def _windows(self, keys: Mapping[str, Collection[str]]) -> dict[str, dict[str, int]]:
        """Return the rows of windows by report; keys: the windows by endpoint, none for all that there are."""
        found: dict[str, dict[str, int]] = {}
        with self._errors("read"):
            for endpoint, wanted in keys.items():
                for key, count in self._counted(table_name(endpoint), wanted):
                    if not wanted or key in wanted:
                        found.setdefault(report_of(key), {})[key] = int(count)
        return found

    def _sync(self) -> None:
        """Take dlt's state from the dataset."""
        self._pipeline.sync_destination()

    def _run(self, resources: Any, *, refresh: str | None = None) -> None:
        """Run dlt resources; resources: a function that returns them, which is run at once."""
        self._pipeline.run(dlt_module().source(resources, name=_PIPELINE)(), refresh=refresh)

    @cached_property
    def _pipeline(self) -> Any:
        dlt = dlt_module()
        return dlt.pipeline(
            _PIPELINE, destination=self.destination.dlt, dataset_name=self.dataset, pipelines_dir=str(self.folder)
        )

    @contextmanager
    def _errors(self, doing: str) -> Iterator[None]:
        try:
            yield
        except WolkvoxError:
            raise
        except Exception as error:  # noqa: BLE001 - dlt and the drivers raise errors of every kind
            cause = _root(error)
            why = " ".join(self.destination.without_secrets(str(cause)).split())
            if " " not in why:  # 'manifests', of a KeyError
                why = f"{type(cause).__name__}: {why}"
            raise DestinationUnavailable(
                f"{self.destination.shown} cannot be {doing}: {why}",
                advice="mend it and run the same again; windows that were read are staged, and are not asked again",
                destination=self.destination.shown,
            ) from None


def refuse_renamed(dataset: str) -> None:
    """Raise ConfigurationError where dlt would give a dataset another name: two names would be one dataset."""
    from dlt.common.normalizers.naming.snake_case import NamingConvention  # noqa: PLC0415 - an extra

    fit = NamingConvention().normalize_identifier(dataset) if dataset.strip() else "wolkvox"
    if fit != dataset:
        raise ConfigurationError(
            f"{dataset!r} is no name for a dataset",
            advice=f'give dataset="{fit}"',
            command_advice=f"give --dataset {fit}",
        )


def by_table(changes: Sequence[Change]) -> dict[str, list[Change]]:
    """Return the changes of each table."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(table_name(change.endpoint), []).append(change)
    return found


def keep_manifests(changes: Sequence[Change]) -> None:
    """Put the manifests of a table's changes into dlt's state, within the resource that is run."""
    state = dlt_module().current.resource_state()
    state[_STATE] = {**state.get(_STATE, {}), **{change.report: change.manifest for change in changes}}


def _root(error: BaseException) -> BaseException:
    """Return the driver's own error, which dlt wraps in its own, not always as their cause."""
    wrapped = error.__cause__
    if wrapped is None and type(error).__module__.partition(".")[0] == "dlt":
        wrapped = error.__context__
    return error if wrapped is None else _root(wrapped)
