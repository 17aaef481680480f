"""The pieces that rows are made of: a few hundred people, outcomes and calls, written out once per seed.

A row is one `bytes %` over a person's template, with the outcome's bytes put in as they are, so the dear part
(names, addresses, JSON escapes) is paid for once and not per row. Texts are chosen to be awkward in the
ways that real ones are: accents, quotes, slashes, backslashes, braces, emoji, fields that are empty or "-".
"""

import random
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from attrs import frozen

from wolkvox_async.simulator import facts
from wolkvox_async.simulator.wire import php_json
from wolkvox_async.simulator.world.population import AGENTS, CODES

PEOPLE = 256
OUTCOMES = 997  # a prime, so that a record which is dialled again meets another outcome

NAMES = (
    "José",
    "María",
    "Íñigo",
    "Begoña",
    "Andrés",
    "Sofía",
    "Raúl",
    "Lucía",
    "Óscar",
    "Ana",
    "Yésica",
    "Günther",
)
LAST_NAMES = (
    "Muñoz",
    "Peña",
    "Gómez",
    "Rodríguez",
    "Ibáñez",
    "D'Angelo",
    "Núñez",
    "Güell",
    "Castaño",
    "-",
    "Ruiz",
)
CITIES = (
    ("Cundinamarca", "Bogotá"),
    ("Antioquia", "Medellín"),
    ("Valle del Cauca", "Cali"),
    ("Bolívar", "Cartagena"),
    ("Quindío", "Armenia"),
)
ADDRESSES = (
    'Calle 80 # 12-34 "Torre B"',
    "Cra. 7 N° 45/12",
    "Av. 68 \\ esquina",
    "-",
    "",
    "Vereda El Peñón, km 3",
)
OPTS = ("", "", "", "plan básico", "al día", "-", "30/60", "$ 120.000", "--")
ODD_OPTS = (*OPTS, "C:\\datos\\ñ", '{"saldo": 120000}')
COMMENTS = (
    "",
    "-",
    'Dijo "llámeme mañana"',
    "No contesta; marcar después de las 18/30",
    "Cliente molesto, pide supervisor",
    "Pagó 😀 100%",
    "Acuerdo de pago\nTercera cuota",
)
ODD_COMMENTS = (
    *COMMENTS,
    'Cliente molesto },{ "customer_name": "',
    "línea 1\nlínea 2\ttabulada",
    "ruta C:\\temp\\",
)

_CODES = tuple(each.id for each in CODES if each.kind == "cod_act1")

DATE, CALLS, CONN, CUSTOMER, PHONE, AGENT = (f"@{n}@" for n in range(6))


def _bytes(fields: dict[str, str], slots: dict[str, str]) -> bytes:
    """Write fields as lines of a record at its depth, without the braces; slots become %-directives."""
    text = php_json(fields, depth=2)[2:].removesuffix("\n        }").replace("%", "%%")
    for mark, directive in slots.items():
        text = text.replace(mark, directive)
    return text.encode()


@frozen
class Outcome:
    """How a dialled record ended: the agent, if one answered, and the record's last fields."""

    result: str
    agent: bytes
    tail: bytes
    fields: dict[str, str]


@lru_cache(maxsize=32)
def people(seed: int, kind: str, extreme: bool = False) -> tuple[tuple[bytes, ...], tuple[dict[str, str], ...]]:
    """Return the first part of a record for each person, as a template and as fields (for single records)."""
    chance = random.Random(f"people {seed} {kind}")
    fields = tuple(_person(chance, kind, ODD_OPTS if extreme else OPTS) for _ in range(PEOPLE))
    slots = {CUSTOMER: "1%09d", PHONE: "573%09d", AGENT: "%b", DATE: "%b", CALLS: "%d", CONN: "%b"}
    templates = tuple(b"        {\n" + _bytes(each, slots) + b",\n%b\n        }" for each in fields)
    return templates, fields


def _person(chance: random.Random, kind: str, opts: Sequence[str]) -> dict[str, str]:
    state, city = chance.choice(CITIES)
    person = {
        "customer_name": chance.choice(NAMES),
        "customer_last_name": chance.choice(LAST_NAMES),
        "id_type": chance.choice(("CC", "CE", "NIT", "")),
        "customer_id": CUSTOMER,
    }
    if chance.random() < 1 / 8:  # documented, yet missing in the vendor's sample
        person["age"] = str(chance.randint(18, 90))
    telephones = dict.fromkeys(facts.TELEPHONES if kind == "predictive" else facts.TELEPHONES[:3], "")
    telephones["tel1"] = PHONE
    telephones["tel2"] = chance.choice(("", "", "6015550000", "-"))
    return {
        **person,
        "gender": chance.choice(("F", "M", "")),
        "country": "Colombia",
        "state": state,
        "city": city,
        "zone": chance.choice(("norte", "sur", "")),
        "address": chance.choice(ADDRESSES),
        **{opt: chance.choice(opts) for opt in facts.OPTS},
        **telephones,
        "tel_extra": "",
        "agent_id": AGENT,
        "date": DATE,
        "calls": CALLS,
        "conn_id": CONN,
    }


@lru_cache(maxsize=32)
def outcomes(seed: int, comment_bytes: int = 0, extreme: bool = False) -> tuple[Outcome, ...]:
    """Return the outcomes that calls may have, drawn once a seed."""
    chance = random.Random(f"outcomes {seed}")
    results = chance.choices(tuple(facts.RESULTS), tuple(facts.RESULTS.values()), k=OUTCOMES)
    comments = ODD_COMMENTS if extreme else COMMENTS
    words = random.Random(f"comments {seed}")  # of its own, so that results and codes are the same in any world
    return tuple(_outcome(chance, result, words.choice(comments), comment_bytes) for result in results)


def _outcome(chance: random.Random, result: str, comment: str, comment_bytes: int) -> Outcome:
    answered = result == "answer"
    fields = {
        "recall": "2030-01-05 10:00:00" if result == "recall" else chance.choice(("", "-")),
        "result": result.upper(),
        "cod_act": chance.choice(_CODES) if answered else "",
        "cod_act_2": "",
        "recall_count": "1" if result == "recall" else "0",
        "comments": comment + "ñ" * max(0, (comment_bytes - len(comment)) // 6),  # six bytes each when escaped
    }
    agent = chance.choice(AGENTS).id if answered else ""
    tail = _bytes(fields, {}).replace(b"%%", b"%")
    return Outcome(result, agent.encode(), tail, fields)


@lru_cache(maxsize=32)
def steps(seed: int) -> tuple[int, ...]:
    """For each outcome, how many outcomes later the next answered one is."""
    answered = [bool(each.agent) for each in outcomes(seed)]
    return tuple(next(d for d in range(1, OUTCOMES + 1) if answered[(n + d) % OUTCOMES]) for n in range(OUTCOMES))


@lru_cache(maxsize=32)
def code_sums(seed: int) -> dict[str, tuple[int, ...]]:
    """For each activity code, how often it occurs among the first 0, 1, … outcomes."""
    drawn = [each.fields["cod_act"] for each in outcomes(seed)]
    return {code: tuple(accumulate((each == code for each in drawn), initial=0)) for code in _CODES}


@lru_cache(maxsize=32)
def sums(seed: int) -> tuple[tuple[int, ...], ...]:
    """For each result, how often it occurs among the first 0, 1, … outcomes: a count is two look-ups."""
    drawn = [each.result for each in outcomes(seed)]
    return tuple(tuple(accumulate((each == name for each in drawn), initial=0)) for name in facts.RESULTS)
