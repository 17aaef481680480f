"""The settings of campaigns, and what was done to their records.

Which campaigns and records there are is the world's matter; kept here is how a campaign is set, which records were
coded, rescheduled or marked, and which are gone.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import Factory, define

from wolkvox_async.simulator.world.tenants import Campaign

CLEAN = {"result": "CLEAN", "cod_act": "", "cod_act_2": ""}  # what a record says that is to be dialled again


@define(eq=False)
class Settings:
    """One campaign. records: changed fields by customer; removed: customers that were dialled and then deleted."""

    description: str = ""
    status: str = "Stopped"
    speed: str = "1"
    skill_id: str = "1"
    start_time: str = "08:00:00"
    end_time: str = "18:00:00"
    enable_edition: str = "yes"
    amd_conf: str = "default"
    turbo_dial: str = "no"
    routing_recall: str = "no"
    camp_dial_order: str = "linear"
    recycled: int = 0
    filter: dict[str, Any] | None = None
    labels: dict[str, str] = Factory(dict)
    records: dict[str, dict[str, str]] = Factory(dict)
    removed: set[str] = Factory(set)

    @property
    def started(self) -> bool:
        """Whether the campaign runs."""
        return self.status == "Started"

    def seen(self, record: Mapping[str, str]) -> dict[str, str]:
        """Return a record with what was changed of it."""
        return {**record, **self.records.get(record["customer_id"], {})}

    def change(self, customer_id: str, **fields: str) -> None:
        """Change fields of a record."""
        self.records.setdefault(customer_id, {}).update(fields)

    def remove(self, customers: Iterable[str]) -> None:
        """Forget the records of customers."""
        for each in customers:
            self.records.pop(each, None)
            self.removed.add(each)


@define(eq=False)
class Campaigns:
    """The campaigns of a tenant. edited: those whose name or kind is no longer the world's; deleted: ids."""

    edited: dict[str, Campaign] = Factory(dict)
    deleted: set[str] = Factory(set)
    _settings: dict[str, Settings] = Factory(dict)

    def settings(self, campaign_id: str) -> Settings:
        """Return what was set of a campaign."""
        return self._settings.setdefault(campaign_id, Settings())

    def present(self, campaigns: Iterable[Campaign]) -> list[Campaign]:
        """Return those of the world's campaigns that are left, as they are now."""
        return [self.edited.get(each.id, each) for each in campaigns if each.id not in self.deleted]
