"""A fleet's clients by name, and the reports of each."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date, datetime
from typing import Any

from wolkvox_async import config
from wolkvox_async.all_campaigns import must_ask
from wolkvox_async.client import Wolkvox
from wolkvox_async.endpoints import GROUPS, find
from wolkvox_async.errors import ConfigurationError, WolkvoxError
from wolkvox_async.fleet_arguments import given_to, listed
from wolkvox_async.misnamed import HasGroups, taken_for_group
from wolkvox_async.reports.report import Report
from wolkvox_async.scheduler import Lane
from wolkvox_async.spelling import nearest

__all__ = ["FleetClients"]


class FleetClients(HasGroups):
    """The clients of a fleet, and the reports that they are asked for."""

    _groups = GROUPS
    failures: dict[str, WolkvoxError]
    _clients: dict[str, Wolkvox]
    _parameters: Mapping[str, config.Parameters]
    _skip: Mapping[str, Collection[str]]

    def __getitem__(self, name: str) -> Wolkvox:
        """Return the client of an operation. Raises why, where it cannot be used."""
        client = self._clients.get(name)
        if client is not None:
            return client
        if name in self.failures:
            raise copy(self.failures[name])
        raise ConfigurationError(f"unknown operation {name!r}", advice=nearest(name, self.operations))

    def __iter__(self) -> Iterator[str]:
        """Yield the names of all operations."""
        return iter(self.operations)

    def __len__(self) -> int:
        """Return how many operations there are."""
        return len(self.operations)

    def __contains__(self, name: object) -> bool:
        """Return whether an operation has this name."""
        return name in self.operations

    @property
    def operations(self) -> tuple[str, ...]:
        """Names of all operations, also of those that cannot be used."""
        return (*self._clients, *(name for name in self.failures if name not in self._clients))

    def given(self, operation: str, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return an endpoint's parameters for an operation: what the file says, and `given` over it."""
        return {**self._parameters.get(operation, {}).get(find(name).name, {}), **given}

    def skips(self, operation: str, name: str) -> bool:
        """Return whether an operation is not to be asked for an endpoint, as the file says.

        Args:
            operation: Its name.
            name: Name of the endpoint, as in `reports.cdr_1`.
        """
        return find(name).name in self._skip.get(operation, ())

    @taken_for_group
    def reports(
        self,
        names: str | Sequence[str],
        *,
        start: date | datetime,
        end: date | datetime,
        operations: str | Iterable[str] | None = None,
        lane: Lane | None = None,
        quota_share: float | None = None,
        max_wait: float | None = None,
        **given: Any,
    ) -> list[Report[Any]]:
        """Return the reports of these endpoints for each operation.

        Operations of `failures` are left out, and so are endpoints that an operation skips.

        Args:
            names: Names of the reports, as in `reports.cdr_1` or `cdr_1`; or one name.
            start: First moment.
            end: First moment that is not included.
            operations: Names of some operations; None: all.
            lane: Lane of their calls: interactive or bulk.
            quota_share: Share of each operation's daily quota beyond which they make no call; None: all of it.
            max_wait: Seconds that a call may wait; None: as the fleet has it.
            **given: Parameters of the reports, over those of the file. Of several reports, those get one that take it.

        Raises:
            ConfigurationError: A value cannot be right, none of the operations can be used, all of them skip all of
                these, or campaign_id is "all" and the server has to be asked for the campaigns.
        """
        usable = self._usable(operations)
        result = []
        for operation, name, own in self._asked(usable, names, given):
            if must_ask(name, own):
                raise ConfigurationError(
                    'campaign_id is "all", and the server has to be asked which campaigns there are',
                    advice="rows, to_arrow, export and load ask for them; for reports() give the ids",
                ).at(operation=operation, endpoint=name)
            client = self[operation].with_options(lane=lane, quota_share=quota_share, max_wait=max_wait)
            result += [client.report(name, start=start, end=end, **each) for each in config.combinations(own)]
        return result

    def _asked(
        self, operations: Sequence[str], names: str | Sequence[str], given: Mapping[str, Any]
    ) -> list[tuple[str, str, dict[str, Any]]]:
        """Return operation, endpoint and parameters of all that is to be asked.

        Raises:
            ConfigurationError: No report is named, or all of them are skipped.
        """
        asked = given_to(listed(names), given)
        if not asked:
            raise ConfigurationError("no report is named", advice="name one or more, such as reports.cdr_1")
        found = [
            (operation, name, self.given(operation, name, own))
            for operation in operations
            for name, own in asked
            if not self.skips(operation, name)
        ]
        if not found:
            raise ConfigurationError(
                f"{', '.join(operations)} skip {', '.join(name for name, _ in asked)}, as the configuration says",
                advice="take skip out of it",
            )
        return found

    def _usable(self, operations: str | Iterable[str] | None) -> list[str]:
        """Return the operations that can be asked. Raises why, where there is none."""
        chosen = self._chosen(operations)
        if not chosen:
            raise ConfigurationError("operations is empty", advice="leave it out to ask all of them")
        usable = [name for name in chosen if name not in self.failures]
        if not usable:
            self[chosen[0]]
        return usable

    def _chosen(self, operations: str | Iterable[str] | None) -> list[str]:
        return list(self.operations) if operations is None else listed(operations)

    def unusable(self, operations: str | Iterable[str] | None = None) -> dict[str, WolkvoxError]:
        """Return by name why some of these operations (all of them, if none is named) cannot be used."""
        chosen = set(self._chosen(operations))
        return {name: error for name, error in self.failures.items() if name in chosen}
