"""A world of one operation, and what it truly has in the rows of a report."""

from datetime import datetime

from tests.support.calling import REPORTS, query_of
from wolkvox_async.simulator import Campaign, Tenant, World

CAMPAIGNS = (Campaign(id="32841"), Campaign(id="32842", kind="preview"))
WORLD = World(tenants=(Tenant(name="sales-co", tokens=("token-alpha",), campaigns=CAMPAIGNS),), seed=3)
DAY = (datetime(2025, 3, 2), datetime(2025, 3, 2, 23, 59, 59))


def rows_of(truth, name, start, end):
    query = {each: value for each, value in query_of(REPORTS[name]).items() if not each.startswith(("api", "date_"))}
    every = {each: "all" for each in query if each in ("agent_id", "campaign_id", "skill_id")}
    return truth.rows("sales-co", name, start, end, **(query | every))
