"""A server for the benchmarks, in a process of its own: small replies and large ones, as fast as they go.

`python benchmarks/_server.py` prints its address. It serves /small/… (one record, 1 kB) and /large/N/M/… (a report
of N MB in M rows, pretty-printed, at least 0.8 kB a row). /leads/… takes records, each call for a second; /busy says
for how many seconds it was at work on such calls, and on two at once; asked again, of the calls since then.
"""

import asyncio

from _shared import serve
from aiohttp import web

RECORD = "".join(
    f'            "{name}": "{value}",\n'
    for name, value in (
        [("customer_name", "Mar\\u00eda Jos\\u00e9"), ("customer_id", "1000000042"), ("date", "2025-01-01 10:00:00")]
        + [(f"opt{n}", "al d\\u00eda con el plan" if n % 3 else "") for n in range(1, 13)]
        + [(f"tel{n}", "573001112233" if n < 3 else "") for n in range(1, 11)]
        + [("conn_id", "{conn_id}"), ("comments", "Cliente pide que se le llame por la tarde")]
    )
)
CALL_SECONDS = 1.0
PERMITS = 2
BIG = "        {\n" + RECORD.rstrip(",\n") + "\n        }"
SMALL = (
    '{\n    "code": "200",\n    "error": null,\n    "msg": "1 records were found",\n    "data": [\n        {\n'
    '            "description": "' + "x" * 700 + '",\n            "token_limit": "20000",\n'
    '            "token_use_today": "1",\n            "all_token_today": "1",\n'
    '            "available_consumption_options": "19999"\n        }\n    ]\n}'
).encode()


async def small(_request: web.Request) -> web.Response:
    return web.Response(body=SMALL, content_type="application/json")


async def large(request: web.Request) -> web.StreamResponse:
    """Write a report of about so many MB, in blocks of a hundred records with a comment as long as it takes."""
    size, rows = float(request.match_info["mb"]) * 1e6, int(request.match_info["rows"])
    blocks = max(1, rows // 100)
    record = BIG.replace("por la tarde", "por la tarde" + " y otra vez" * max(0, int(size / rows - len(BIG)) // 11))
    response = web.StreamResponse()
    await response.prepare(request)
    head = (
        f'{{\n    "code": "200",\n    "error": null,\n    "msg": "{blocks * 100} records were found",\n    "data": [\n'
    )
    await response.write(head.encode())
    for number in range(blocks):
        records = ",\n".join(record.replace("{conn_id}", f"{number}.{each}") for each in range(100))
        await response.write(((",\n" if number else "") + records).encode())
    await response.write(b"\n    ]\n}")
    return response


class Leads:
    """Takes records, a second each call, and counts how long two calls were at work."""

    def __init__(self) -> None:
        self.records = self.inside = 0
        self.began = self.changed = self.both = 0.0

    def change(self, by: int) -> None:
        now = asyncio.get_running_loop().time()
        self.began = self.began or now
        if self.inside >= PERMITS:
            self.both += now - self.changed
        self.inside += by
        self.changed = now

    async def add(self, request: web.Request) -> web.Response:
        self.change(1)
        ends = asyncio.get_running_loop().time() + CALL_SECONDS
        count = (await request.read()).count(b'"customer_id"')
        await asyncio.sleep(ends - asyncio.get_running_loop().time())
        self.records += count
        self.change(-1)
        said = {"code": "201", "error": None, "msg": "All records has been added successfully"}
        return web.json_response(said | {"data": [{"total_registers": str(count)}]}, status=201)

    async def busy(self, _request: web.Request) -> web.Response:
        whole, both = self.changed - self.began, self.both
        self.began = self.both = 0.0
        return web.json_response({"records": self.records, "both": both, "whole": whole})


async def main() -> None:
    leads = Leads()
    app = web.Application(client_max_size=2**30)
    app.router.add_post("/leads/{script}", leads.add)
    app.router.add_get("/busy", leads.busy)
    app.router.add_get("/small/{script}", small)
    app.router.add_get("/large/{mb}/{rows}/{script}", large)
    await serve(app)


if __name__ == "__main__":
    asyncio.run(main())
