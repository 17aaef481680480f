"""The reports of a fleet's job, once the campaigns that `campaign_id = "all"` stands for are known."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from wolkvox_async import limits
from wolkvox_async.all_campaigns import Campaigns, must_ask
from wolkvox_async.errors import PartialFailure, WolkvoxError
from wolkvox_async.fleet_clients import FleetClients
from wolkvox_async.reports.report import Report
from wolkvox_async.scheduler import Lane

if TYPE_CHECKING:
    from wolkvox_async.export import Outcome

__all__ = ["AskedReports", "ask_reports"]


@frozen
class AskedReports:
    """The reports that a job consists of, and why operations cannot be asked for some of them."""

    reports: list[Report[Any]] = field(factory=list)
    """The reports."""
    failures: dict[str, WolkvoxError] = field(factory=dict)
    """By operation, why it cannot be used, or why its campaigns are not known."""
    asked: list[str] = field(factory=list)
    """The operations whose campaigns were asked for, with one call each."""

    def __add__(self, other: "AskedReports") -> "AskedReports":
        """Return both together."""
        return AskedReports(self.reports + other.reports, {**other.failures, **self.failures}, self.asked + other.asked)

    def checked(self) -> "AskedReports":
        """Return this. Raises why, where no report is left."""
        if not self.reports and self.failures:
            first, *others = self.failures.values()
            raise PartialFailure.of(self.failures, len(self.failures)) if others else first
        return self

    def noted(self, outcome: "Outcome") -> "Outcome":
        """Return the outcome of the job, with the operations that could not be used and the calls for campaigns."""
        return evolve(outcome, unusable=self.failures, campaign_calls=len(self.asked))


async def ask_reports(
    fleet: FleetClients,
    names: str | Sequence[str],
    *,
    start: date | datetime,
    end: date | datetime,
    operations: str | Iterable[str] | None = None,
    lane: Lane | None = None,
    quota_share: float | None = None,
    wait: bool = False,
    given: Mapping[str, Any],
) -> AskedReports:
    """Return the reports of these endpoints for each operation, as `Fleet.reports` does.

    Where campaign_id is "all" and an endpoint does not take the word, the operation's campaigns are asked for, of all
    operations at once. One that does not answer, or has none, is among the failures.

    wait: calls wait for the reset of the quota where the day's are spent.
    """
    max_wait = limits.RESET_WAIT_SECONDS if wait else None
    chosen = fleet._chosen(operations)  # noqa: SLF001 - this and what follows: its own module
    asked = fleet._asked(fleet._usable(chosen), names, given)  # noqa: SLF001
    clients = {
        operation: fleet[operation].with_options(lane=lane, quota_share=quota_share, max_wait=max_wait)
        for operation, _, _ in asked
    }
    campaigns = {operation: Campaigns(client) for operation, client in clients.items()}
    failures = fleet.unusable(chosen)

    async def sets_of(operation: str) -> list[list[dict[str, Any]]]:
        """Return the sets of parameters of each of its endpoints; none where its campaigns are not known."""
        found = []
        for each, name, own in asked:
            if each == operation:
                try:
                    found.append(await campaigns[operation].sets(name, own))
                except WolkvoxError as error:
                    if not must_ask(name, own):
                        raise
                    failures.setdefault(operation, error)
                    found.append([])
        return found

    sets = dict(zip(campaigns, await asyncio.gather(*map(sets_of, campaigns)), strict=True))
    reports = [
        clients[operation].report(name, start=start, end=end, **each)
        for operation, name, _ in asked
        for each in sets[operation].pop(0)
    ]
    return AskedReports(reports, failures, [name for name, each in campaigns.items() if each.asked])
