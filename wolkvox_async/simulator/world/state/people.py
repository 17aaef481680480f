"""Agents, skills, who has which skill, and activity codes."""

from typing import Self

from attrs import Factory, define, field

from wolkvox_async.simulator.world import population

FLAGS = ("hit", "rpc", "chat", "studio", "voice", "interactions")
USES = {"cod_act1": dict.fromkeys(("chat", "voice"), "yes"), "cod_act2": {"chat": "yes", "hit": "", "rpc": ""}}


@define(eq=False)
class Agent:
    """One agent. last_use: wall-clock second, None before the first time."""

    id: str
    name: str
    dni: str
    sso: str = ""
    enabled: bool = True
    last_use: int | None = None


@define(eq=False)
class Skill:
    """One skill, with the agents that have it and how well."""

    id: str
    name: str
    description: str = ""
    voicemail: str = ""
    welcome_message: str = ""
    vto: str = ""
    last_use: int | None = None
    expertise: dict[str, str] = Factory(dict)


@define(eq=False)
class Code:
    """One activity code. flags: where it may be used, yes, no or empty."""

    id: str
    kind: str
    description: str = ""
    flags: dict[str, str] = field(factory=lambda: dict.fromkeys(FLAGS, "no"))


@define(eq=False)
class People:
    """Who works in an operation, by id; codes by kind and id."""

    agents: dict[str, Agent]
    skills: dict[str, Skill]
    codes: dict[tuple[str, str], Code]

    @classmethod
    def beginning(cls, now: int) -> Self:
        """Return what there is before the first call."""
        used = now - 3600
        agents = [Agent(each.id, each.name, each.dni, last_use=used) for each in population.AGENTS]
        agents[-1].enabled = False
        skills = [Skill(each.id, each.name, last_use=used) for each in population.SKILLS]
        for place, skill in enumerate(skills):
            skill.expertise = {agent.id: str(1 + n % 5) for n, agent in enumerate(agents[place::2])}
        codes = [_code(each) for each in population.CODES]
        return cls(
            {each.id: each for each in agents},
            {each.id: each for each in skills},
            {(each.kind, each.id): each for each in codes},
        )

    def new_agent_id(self) -> str:
        """Return an id that no agent has."""
        return _following(self.agents)

    def new_skill_id(self) -> str:
        """Return an id that no skill has."""
        return _following(self.skills)

    def code(self, code: str) -> Code | None:
        """Find a code of either kind."""
        return next((each for (_, name), each in self.codes.items() if name == code), None)


def _code(known: population.Code) -> Code:
    flags = dict.fromkeys(FLAGS, "no") | USES[known.kind]
    if known.id == "100":
        flags |= {"hit": "yes", "rpc": "yes"}
    if known.id == "TIMEOUTACW":  # the system gives it, and never in a chat
        flags["chat"] = "no"
    return Code(known.id, known.kind, known.description, flags)


def _following(taken: dict[str, Agent] | dict[str, Skill]) -> str:
    return str(max(int(each) for each in taken) + 1)
