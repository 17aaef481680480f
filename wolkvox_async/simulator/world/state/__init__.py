"""What a tenant has and what was done to it: values that change, and know nothing of calls and replies.

`Truth.state(tenant)` gives one per tenant; handlers change it, and tests read from it what took
effect. It starts with the people and things of `population`, so that a fresh simulator has something to read.
"""

from typing import Self

from attrs import Factory, define

from wolkvox_async.simulator.world.state.agentbox import Agentbox
from wolkvox_async.simulator.world.state.campaigns import Campaigns
from wolkvox_async.simulator.world.state.files import Files
from wolkvox_async.simulator.world.state.lists import Lists
from wolkvox_async.simulator.world.state.messages import Messages, Sent
from wolkvox_async.simulator.world.state.people import People
from wolkvox_async.simulator.world.state.templates import Templates
from wolkvox_async.simulator.world.tenants import Tenant

__all__ = ["Interaction", "State"]


@define
class Interaction:
    """Something that was handed in for the operation to work on. kind: interaction, speech or listenvox."""

    kind: str
    fields: dict[str, str]


@define(eq=False)
class State:
    """Everything of one tenant that calls can change. enabled: whether the operation is; pbx: licences."""

    licences: int
    pbx: int
    campaigns: Campaigns
    people: People
    lists: Lists
    messages: Messages
    templates: Templates
    files: Files
    agentbox: Agentbox
    enabled: bool = True
    interactions: list[Interaction] = Factory(list)

    @classmethod
    def of(cls, tenant: Tenant, now: int) -> Self:
        """Begin with what every tenant has; now: its wall-clock second."""
        return cls(
            licences=tenant.licences,
            pbx=5,
            campaigns=Campaigns(),
            people=People.beginning(now),
            lists=Lists.beginning(now),
            messages=Messages.beginning(now),
            templates=Templates.beginning(),
            files=Files.beginning(now),
            agentbox=Agentbox.beginning(tenant, now),
        )

    @property
    def sent_messages(self) -> list[Sent]:
        """Every SMS and WhatsApp message that was sent, in order."""
        return self.messages.sent
