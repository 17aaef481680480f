"""What the simulator reports of itself over HTTP, outside the API, to whoever tests from another process.

GET /simulator/ledger                 violations, calls in flight at most, calls per day
GET /simulator/truth?campaign_id=…&date_ini=…&date_end=…    the detail rows there are, and campaign_4's totals
GET /simulator/truth?campaign_id=…&uploads=1                what uploads took effect
GET /simulator/truth?report=reports.agent_3&date_ini=…&date_end=…&…    all rows that a report has in any range
tenant=… may be left out where there is only one. No answer holds a token.
"""

import asyncio
from collections import Counter
from typing import Any

from aiohttp import web

from wolkvox_async.simulator.ledger import Ledger
from wolkvox_async.simulator.truth import MODULUS, Truth, parse


def routes(ledger: Ledger, truth: Truth) -> list[web.RouteDef]:
    """Return the addresses that show the ledger and the truth."""

    async def show_ledger(_: web.Request) -> web.Response:
        return web.json_response(ledger.summary())

    async def show_truth(request: web.Request) -> web.Response:
        try:
            return web.json_response(await _truth_of(truth, dict(request.query)))
        except KeyError as missing:
            return web.json_response({"error": f"parameter {missing.args[0]} is missing"}, status=400)
        except ValueError as wrong:
            return web.json_response({"error": str(wrong)}, status=400)
        except LookupError as unknown:
            return web.json_response({"error": str(unknown)}, status=404)

    return [web.get("/simulator/ledger", show_ledger), web.get("/simulator/truth", show_truth)]


def _report(truth: Truth, tenant: str, query: dict[str, str]) -> dict[str, Any]:
    start, end = parse(query["date_ini"]), parse(query["date_end"])
    asked = {name: value for name, value in query.items() if name not in ("tenant", "report", "date_ini", "date_end")}
    found = truth.rows(tenant, query["report"], start, end, **asked)
    return {"tenant": tenant, "report": query["report"], "rows": found}


async def _truth_of(truth: Truth, query: dict[str, str]) -> dict[str, Any]:
    tenants = truth.world.tenants
    tenant = query.get("tenant", tenants[0].name) if len(tenants) == 1 else query["tenant"]
    if "report" in query:
        return _report(truth, tenant, query)
    where = {"tenant": tenant, "campaign_id": query["campaign_id"]}
    if query.get("uploads"):
        return where | truth.uploads(tenant, query["campaign_id"]).summary()
    start, end = parse(query["date_ini"]), parse(query["date_end"])
    rows, checksum, totals = 0, 0, Counter[str]()
    for source, chosen in truth.select(tenant, query["campaign_id"], start, end):
        rows += len(chosen)
        totals.update(source.totals(chosen))
        for part in source.checksums(chosen):
            checksum = (checksum + part) % MODULUS
            await asyncio.sleep(0)
    dates = {"date_ini": query["date_ini"], "date_end": query["date_end"]}
    return where | dates | {"rows": rows, "checksum": checksum, "campaign_4": dict(totals)}
