"""A server for benchmarks of exports, in a process of its own: months of events of 44 fields, pretty-printed like the
vendor's.

`python benchmarks/_months.py SECONDS [--latency SECONDS] [--strict] [--few]` prints its address. A row comes every
SECONDS, with --few of 12 fields; each body is made once. A reply holds 60,000 rows at most, and nothing else in it says
that there are more. With --strict, a third call of a token at once is refused, as the vendor does. /state is what it
has seen: calls, and calls beyond two of a token.
"""

import argparse
import asyncio
import collections
import datetime as dt
import json

from _shared import serve
from aiohttp import web

parser = argparse.ArgumentParser()
parser.add_argument("step", type=int)
parser.add_argument("--latency", type=float, default=0.0)
parser.add_argument("--strict", action="store_true")
parser.add_argument("--few", action="store_true")
given = parser.parse_args()
STEP = given.step
MOST = 60_000  # rows of a reply
FORM = "%Y%m%d%H%M%S"
EPOCH = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
NAMES = (
    "customer_name customer_last_name id_type customer_id age gender country state city zone address "
    + " ".join(f"opt{number}" for number in range(1, 13))
    + " "
    + " ".join(f"tel{number}" for number in range(1, 11))
    + " tel_extra agent_id date conn_id calls recall result cod_act cod_act_2 recall_count comments"
).split()
if given.few:
    NAMES = [
        "customer_name",
        "customer_id",
        "country",
        "city",
        "tel1",
        "agent_id",
        "date",
        "conn_id",
        "calls",
        "result",
        "cod_act",
        "comments",
    ]
VALUES = {
    "customer_name": "MARÍA JOSÉ",
    "customer_last_name": "PÉREZ GÓMEZ",
    "id_type": "CC",
    "customer_id": "1017000000",
    "country": "CO",
    "city": "Medellín",
    "address": "CL 10 # 43-12",
    "opt1": "PLAN 5G",
    "opt2": "2025-01",
    "tel1": "573001112233",
    "agent_id": "2031",
    "date": "@D@",
    "conn_id": "@C@",
    "calls": "3",
    "result": "ANSWER",
    "cod_act": "12",
    "cod_act_2": "3",
    "recall_count": "0",
    "comments": "contestó",
}
TEXT = json.dumps({"data": [{name: VALUES.get(name, "") for name in NAMES}]}, indent=4)
ROW = TEXT[TEXT.index("{", 1) : TEXT.rindex("]")].rstrip()
BEFORE, ROW = ROW.split("@D@")
BETWEEN, AFTER = ROW.split("@C@")
THIRD = '{"code": "403", "error": "Forbidden", "msg": "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)"}'
EMPTY = json.dumps({"code": "404", "error": "Not Found", "msg": "Validate dates entered"}, indent=4)

calls: collections.Counter[str] = collections.Counter()
bodies: dict[tuple[int, int], bytes] = {}
state = {"calls": 0, "beyond": 0, "bytes": 0}


def body(first: int, last: int) -> bytes:
    """Return the body of the rows with these numbers."""
    if (first, last) not in bodies:
        rows = ",\n        ".join(
            f"{BEFORE}{EPOCH + dt.timedelta(seconds=number * STEP):%Y-%m-%d %H:%M:%S}{BETWEEN}"
            f"ivr.{number:010d}.{number % 1_000_000:06d}{AFTER}"
            for number in range(first, last + 1)
        )
        head = f'{{\n    "code": "200",\n    "error": null,\n    "msg": "{last - first + 1} records were found",\n'
        bodies[first, last] = f'{head}    "data": [\n        {rows}\n    ]\n}}'.encode()
    return bodies[first, last]


async def report(request: web.Request) -> web.Response:
    """Answer a call of campaign.php?api=detail."""
    token = request.headers.get("wolkvox-token", "")
    calls[token] += 1
    state["calls"] += 1
    state["beyond"] += calls[token] > 2
    try:
        if given.strict and calls[token] > 2:
            return web.Response(status=403, text=THIRD, content_type="application/json")
        if given.latency:
            await asyncio.sleep(given.latency)
        start, end = (
            (dt.datetime.strptime(request.query[name], FORM).replace(tzinfo=dt.UTC) - EPOCH).total_seconds()
            for name in ("date_ini", "date_end")
        )
        first, last = -int(-start // STEP), int(end // STEP)
        if last < first:
            return web.Response(status=404, text=EMPTY, content_type="application/json")
        found = body(first, min(last, first + MOST - 1))
        state["bytes"] += len(found)
        return web.Response(body=found, content_type="application/json")
    finally:
        calls[token] -= 1


async def seen(_request: web.Request) -> web.Response:
    """Say what was seen since the last time."""
    answer = web.json_response(state)
    state.update(dict.fromkeys(state, 0))
    return answer


async def main() -> None:
    app = web.Application()
    app.router.add_get("/state", seen)
    app.router.add_get("/api/v2/campaign.php", report)
    await serve(app)


if __name__ == "__main__":
    asyncio.run(main())
