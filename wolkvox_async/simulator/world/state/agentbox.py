"""The lines of agents: their state, the call they have, and the call-backs that were scheduled."""

from typing import Self

from attrs import Factory, define

from wolkvox_async.simulator.world import population
from wolkvox_async.simulator.world.tenants import Tenant


@define(eq=False)
class Line:
    """What one agent's application is at.

    conn_id: of the call, "" without one; predictive: whether the last call was of a predictive campaign.
    """

    status: str = "logout"
    conn_id: str = ""
    phone: str = ""
    predictive: bool = False
    muted: bool = False
    held: bool = False
    shown: bool = True
    tones: str = ""
    code: tuple[str, str] = ("", "")

    def hang(self) -> None:
        """End the call; its microphone and pause end with it."""
        self.conn_id, self.phone, self.muted, self.held = "", "", False, False


@define(eq=False)
class Recall:
    """One call-back. at: YYYYmmddHHMMSS, zeros where its date was taken away; style: auto or manual."""

    agent_id: str
    at: str
    style: str
    name: str = ""


RecallKey = tuple[str, str, str]  # campaign, customer, phone


@define(eq=False)
class Agentbox:
    """lines by agent, call-backs by campaign, customer and phone."""

    lines: dict[str, Line] = Factory(dict)
    recalls: dict[RecallKey, Recall] = Factory(dict)
    _calls: int = 0

    @classmethod
    def beginning(cls, tenant: Tenant, now: int) -> Self:
        """Three agents are at work, the first of them in a call of a predictive campaign with a call-back to come."""
        agentbox = cls()
        for agent in population.AGENTS[:3]:
            agentbox.line(agent.id).status = "ready"
        first = population.AGENTS[0].id
        agentbox.begin(first, "573000000001", now)
        agentbox.line(first).predictive = True
        for campaign in tenant.campaigns[:1]:
            agentbox.recalls[campaign.id, "1000000001", "573000000001"] = Recall(first, "20300105100000", "auto")
        return agentbox

    def line(self, agent_id: str) -> Line:
        """Return an agent's line."""
        return self.lines.setdefault(agent_id, Line())

    def begin(self, agent_id: str, phone: str, now: int) -> str:
        """Begin a call, and give its conn_id."""
        self._calls += 1
        line = self.line(agent_id)
        line.hang()
        line.conn_id, line.phone, line.code, line.predictive = f"{agent_id}.{now}.{self._calls}", phone, ("", ""), False
        return line.conn_id
