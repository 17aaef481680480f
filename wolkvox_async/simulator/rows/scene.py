"""What one tick of the world is about: who, whom, in which campaign, with which outcome.

A tick is a moment at which something happened that is in a report. Its scene depends on its number modulo PERIOD
alone, so that sums over any range of ticks are counts of scenes, and a row is a template with a moment and an id in it.
Fields of the same thing (agent_id, agent_name, agent_dni) are taken from the same scene and so agree.
"""

import random
from collections.abc import Sequence
from functools import cached_property

from attrs import frozen

from wolkvox_async.simulator import facts
from wolkvox_async.simulator.rows import pieces
from wolkvox_async.simulator.world.population import (
    AGENTS,
    AUXILIARIES,
    CHANNELS,
    CODES,
    POINTS,
    SKILLS,
    Agent,
    Code,
    Point,
    Skill,
)

PERIOD = 211  # a prime, so that it runs through nothing in step
CUSTOMERS = 4000

RECORDED = 5 * 86_400  # a record is dialled up to these seconds after it was loaded

MOODS = ("positive", "neutral", "negative")
SURVEYS = ("Calidad voz", "Calidad chat")
CATEGORIES = ("Saludo", "Cierre / despedida")
ATTRIBUTES = ("Se presenta", "Ofrece ayuda", "Usa el nombre")
PHRASES = ("Bienvenido a la línea de atención", "Marque 1 para ventas", "Su turno es el siguiente")
INTERACTIONS = ("inbound", "inbound", "inbound", "out_pre", "out_pre", "outbound_ma", "transfer", "conference")
INTERVALS = ((5, "0_5_seg"), (20, "6_20_seg"), (60, "21_60_seg"), (120, "61_120_seg"))
OUTBOUND = ("out_pre", "outbound_ma")
STATES = ("Ready", "Inbound", "Outbound", "ACW", *AUXILIARIES)
LONGEST = 900  # seconds of a call
ABANDONED = 8  # the customer gives up one of these calls of a skill
ANALYSTS = ("Lucía Castaño", "Raúl Güell")
LINES = ("576015550100", "576015550200", "576045550300")


@frozen
class Scene:
    """The people and things of a tick; other is the second agent, where there are two."""

    operation: str
    agent: Agent
    other: Agent
    skill: Skill
    campaign: str
    code: Code
    second_code: Code
    point: Point
    channel: str
    customer: int
    customer_name: str
    customer_last_name: str
    result: str
    auxiliary: str
    survey: str
    category: str
    attribute: str
    phrase: str
    interaction: str
    analyst: str
    line: str
    mood: str
    state: str
    abandoned: bool  # by the customer, who had waited; answered otherwise
    lag: int  # seconds since the record was loaded
    wait: int  # seconds until the answer, or until the customer gave up
    talk: int
    acw: int
    ring: int
    hold: int
    cost: int  # hundredths

    @property
    def customer_id(self) -> str:
        """Identity document of the customer."""
        return f"1{self.customer:09}"

    @property
    def phone(self) -> str:
        """Phone of the customer."""
        return f"573{self.customer:09}"

    @cached_property
    def texts(self) -> dict[str, str]:
        """The texts of fields by their names; `receiver_agent_id` and the like are found by `text_of`."""
        return {
            "operation": self.operation,
            "skill_id": self.skill.id,
            "skill": self.skill.id,
            "skill_name": self.skill.name,
            "campaign_id": self.campaign,
            "campaign": f"{self.campaign} - DEMO - 30/60 (A)",
            "id_camp": self.campaign,
            "cod_act": self.code.id,
            "cod_act_1": self.code.id,
            "description_cod_act": self.code.description,
            "cod_act_2": self.second_code.id,
            "description_cod_act_2": self.second_code.description,
            "rp_id": self.point.id,
            "rp_name": self.point.name,
            "channel": self.channel,
            "customer_id": self.customer_id,
            "customer_name": self.customer_name,
            "customer_last_name": self.customer_last_name,
            "customer_phone": self.phone,
            "telephone": self.phone,
            "ani": self.phone,
            "dnis": self.line,
            "result": self.result,
            "aux_state": self.auxiliary,
            "survey": self.survey,
            "survey_name": self.survey,
            "category": self.category,
            "attribute": self.attribute,
            "tts_text": self.phrase,
            "characters": str(len(self.phrase)),
            "type_interaction": self.interaction,
            "interval": interval_of(self.talk),
            "credits": str(len(self.phrase)),
            "recognized_text": self.phrase,
            "quality_analyst": self.analyst,
            "feeling": self.mood,
        }

    @property
    def preview(self) -> int:
        """The seconds from the preview of a record to the end of its call."""
        return self.hold + self.wait + self.talk + self.acw + self.ring

    @cached_property
    def amounts(self) -> dict[str, int]:
        """What fields count or measure, by their names: pieces, seconds, hundredths."""
        answered, inbound = not self.abandoned, self.interaction not in OUTBOUND
        levels = {f"service_level_{n}seg": 10_000 * (answered and self.wait <= n) for n in (10, 20, 30)}
        return levels | {
            "calls": 1,
            "inbound": int(inbound),
            "outbound": int(not inbound),
            "internal": 0,
            "inbound_calls": 1,
            "inbound_calls_unique_customers": 1,
            "answer_calls": int(answered),
            "abandon_calls": int(self.abandoned),
            "abandon_time": self.wait if self.abandoned else 0,
            "abandon": 10_000 * self.abandoned,
            "asa": self.wait if answered else 0,
            "ata": self.wait if self.abandoned else 0,
            "wait_time": self.wait,
            "aht": self.talk + self.acw,
            "aht_time": self.talk + self.acw,
            "aht_inbound": self.talk + self.acw,
            "aht_outbound": self.talk + self.acw,
            "att": self.talk,
            "time": self.talk,
            "talk": self.talk,
            "talk_time": self.talk,
            "duration": self.talk,
            "time_seg": self.talk,
            "time_min": 100 * -(-self.talk // 60),
            "ivr_minutes": 100 * -(-self.talk // 60),
            "acw": self.acw,
            "acw_time": self.acw,
            "not_ready_acw": self.acw,
            "ring": self.ring,
            "ring_time": self.ring,
            "time_preview": self.hold,
            "ready": self.wait,
            "auxiliary_times": 0,
            "total_duration": self.preview,
            "preview_percent": 10_000 * self.hold // self.preview,
            "cost": self.cost,
            "telephone_costs": self.cost,
        }


def interval_of(seconds: object) -> str:
    """Return the name of the interval that a call's seconds lie in."""
    return next((name for most, name in INTERVALS if int(str(seconds)) <= most), "greater_than_121")


def agent_text(name: str, scene: Scene) -> str | None:
    """Return the text of a field that names an agent, such as id_agent or receiver_agent_name."""
    parts = set(name.split("_"))
    if "agent" not in parts:
        return None
    agent = scene.other if parts & {"receiver", "destiny", "destination"} else scene.agent
    known = {"id": agent.id, "dni": agent.dni, "name": agent.name}
    return next((text for part, text in known.items() if part in parts and len(parts) <= 3), None)


def text_of(name: str, scene: Scene) -> str | None:
    """Return what a scene says of a field, None where it says nothing."""
    known = scene.texts.get(name)
    return agent_text(name, scene) if known is None else known


def scenes(operation: str, campaigns: Sequence[str], chance: random.Random, pace: float) -> tuple[Scene, ...]:
    """Draw the scenes of a family of reports. pace: seconds between two ticks, which bound how long anything takes."""
    return tuple(_scene(n, operation, campaigns, chance, pace) for n in range(PERIOD))


def _scene(n: int, operation: str, campaigns: Sequence[str], chance: random.Random, pace: float) -> Scene:
    agent = chance.choice(AGENTS)
    most = max(1, min(LONGEST, int(2 * pace)))  # so that no agent works more than the time there is
    return Scene(
        operation=operation,
        agent=agent,
        other=chance.choice([each for each in AGENTS if each != agent]),
        skill=SKILLS[n % len(SKILLS)],
        campaign=chance.choice(campaigns or ("0",)),
        code=chance.choice([each for each in CODES if each.kind == "cod_act1"]),
        second_code=chance.choice([each for each in CODES if each.kind == "cod_act2"]),
        point=chance.choice(POINTS),
        channel=chance.choice(CHANNELS),
        customer=chance.randrange(CUSTOMERS),
        customer_name=chance.choice(pieces.NAMES),
        customer_last_name=chance.choice(pieces.LAST_NAMES),
        result=chance.choices(tuple(facts.RESULTS), tuple(facts.RESULTS.values()))[0].upper(),
        auxiliary=chance.choice(AUXILIARIES),
        survey=chance.choice(SURVEYS),
        category=chance.choice(CATEGORIES),
        attribute=chance.choice(ATTRIBUTES),
        phrase=chance.choice(PHRASES),
        interaction=chance.choice(INTERACTIONS),
        analyst=chance.choice(ANALYSTS),
        line=chance.choice(LINES),
        mood=chance.choice(MOODS),
        state=chance.choice(STATES),
        abandoned=n // len(SKILLS) % ABANDONED == 0,
        lag=chance.randrange(RECORDED),
        wait=chance.choice((2, 5, 8, 9, 12, 15, 18, 25, 33, 47, 75)),
        talk=1 + chance.randrange(most),
        acw=chance.randrange(1 + most // 8),
        ring=chance.randrange(1 + min(9, most // 8)),
        hold=chance.randrange(1 + most // 4),
        cost=chance.randrange(500),
    )
