"""Bodies as the live server writes them: invented people, 44 fields, all strings, about half of them empty."""

import json
import random
from collections.abc import Iterator
from typing import Any

_FIELDS = """
customer_name customer_last_name id_type customer_id age gender country state city zone address
opt1 opt2 opt3 opt4 opt5 opt6 opt7 opt8 opt9 opt10 opt11 opt12
tel1 tel2 tel3 tel4 tel5 tel6 tel7 tel8 tel9 tel10 tel_extra
agent_id date calls conn_id recall result cod_act cod_act_2 recall_count comments
"""
FIELDS = tuple(_FIELDS.split())
_NAMES = ("María", "José", "Peña", "Ñáñez", "Ana", "Luis", "Gómez", "Díaz", "Rojas", "Suárez")
_TEXTS = (
    "Cliente pide que lo llamen mañana a las 3/4 de la tarde",
    'dijo "no", y colgó',
    "dirección: C:\\datos\\2024; revisar",
    "},{ 😀 número equivocado",
)
_HOSTILE = '"},{"customer_name":"' + "},\n        {\n            " + "]}" + "\\"
_LONG = "Observación extensa del agente sobre la conversación con el cliente. "


def record(random_: random.Random, *, size: int = 0) -> dict[str, str]:
    """One row of campaign detail; size adds so many characters of free text."""
    row = dict.fromkeys(FIELDS, "")
    row |= {
        "customer_name": random_.choice(_NAMES),
        "customer_last_name": f"{random_.choice(_NAMES)} {random_.choice(_NAMES)}",
        "id_type": "CC",
        "customer_id": str(random_.randrange(10**7, 10**8)),
        "age": random_.choice(("", "34", "51")),
        "country": "Colombia",
        "city": random_.choice(("Medellín", "Bogotá", "Cali")),
        "address": f"Calle {random_.randrange(100)} # 10-20 apto. 301",
        "opt1": f"crédito {random_.randrange(10**6)}",
        "opt2": "mora 30/60 días",
        "opt5": random_.choice(_TEXTS),
        "tel1": f"9{random_.randrange(10**11)}",
        "agent_id": str(random_.randrange(10_000, 20_000)),
        "date": f"2025-03-{random_.randrange(1, 29):02} {random_.randrange(24):02}:{random_.randrange(60):02}:07",
        "calls": str(random_.randrange(9)),
        "conn_id": f"12001.0001.{random_.randrange(10**10)}.1",
        "result": random_.choice(("ANSWER", "NO-ANSWER", "ANSWER-MACHINE")),
        "cod_act": "100",
        "recall_count": random_.choice(("", "0", "1")),
        "comments": random_.choice(_TEXTS),
    }
    if size:
        row |= {f"opt{number}": _LONG[: 100 + number] for number in range(7, 13)}
        row["comments"] = (_LONG * (size // len(_LONG) + 1))[:size]
    return row


def php(value: Any, indent: int | None = 4) -> bytes:
    r"""The text as PHP's json_encode has it: \u escapes, \/, four spaces or none."""
    separators = None if indent else (",", ":")
    return json.dumps(value, indent=indent, separators=separators).replace("/", "\\/").encode()


def envelope(rows: list[Any]) -> dict[str, Any]:
    """The rows in the usual four keys."""
    return {"code": "200", "error": None, "msg": f"{len(rows)} records were found", "data": rows}


def rows(count: int, *, size: int = 0, seed: int = 7) -> list[dict[str, Any]]:
    """So many records, the same ones for the same seed."""
    random_ = random.Random(seed)
    return [record(random_, size=size) for _ in range(count)]


def nested(count: int) -> list[dict[str, Any]]:
    """Records whose lists hold objects that begin with the same key as the records do."""
    return [
        {"customer_name": row["customer_name"], "attempts": [dict(row) for _ in range(3)], "date": row["date"]}
        for row in rows(count)
    ]


def hostile(count: int) -> list[dict[str, Any]]:
    """Records whose strings look like the gap between two records."""
    return [row | {"comments": _HOSTILE * 20, "opt3": _HOSTILE} for row in rows(count)]


def odd(count: int) -> bytes:
    """A body with other white space in every gap."""
    random_ = random.Random(5)
    spaces = ("", " ", "\n", "\r\n\t", "    ")
    gap = [f"{random_.choice(spaces)},{random_.choice(spaces)}".encode() for _ in range(97)]
    body = bytearray(b'{"code":"200" ,"error":null,"msg":"x records were found","data" : [')
    for number, row in enumerate(rows(count)):
        text = php(row, None)
        body += (gap[number % 97] if number else b"") + text[:1] + random_.choice(spaces).encode() + text[1:]
    return bytes(body + b" ]}")


def stream(size: int, count: int = 2_000) -> Iterator[bytes]:
    """A pretty body of at least size bytes, without ever holding it."""
    block = php(envelope(rows(count)))
    first = block.index(b"[") + 1
    last = block.rindex(b"}", 0, block.rindex(b"]")) + 1
    yield block[:last]
    sent = last
    while sent < size:
        yield b"," + block[first:last]
        sent += last - first
    yield block[last:]
