"""A server for `exports.py`, in a process of its own: months of events of 44 fields, pretty-printed like the vendor's.

`python benchmarks/_months.py SECONDS` prints its address. A row comes every SECONDS; each body is made once. /state is
what it has seen: calls, and calls beyond two of a token.
"""

import asyncio
import collections
import datetime as dt
import json
import sys

from _shared import serve
from aiohttp import web

STEP = int(sys.argv[1])
FORM = "%Y%m%d%H%M%S"
EPOCH = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
NAMES = (
    "customer_name customer_last_name id_type customer_id age gender country state city zone address "
    + " ".join(f"opt{number}" for number in range(1, 13))
    + " "
    + " ".join(f"tel{number}" for number in range(1, 11))
    + " tel_extra agent_id date conn_id calls recall result cod_act cod_act_2 recall_count comments"
).split()
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
        start, end = (
            (dt.datetime.strptime(request.query[name], FORM).replace(tzinfo=dt.UTC) - EPOCH).total_seconds()
            for name in ("date_ini", "date_end")
        )
        first, last = -int(-start // STEP), int(end // STEP)
        if last < first:
            return web.Response(status=404, text=EMPTY, content_type="application/json")
        found = body(first, last)
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
