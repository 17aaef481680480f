"""reports_manager.php: calls one by one, and campaigns added up."""

from collections import Counter
from collections.abc import Callable, Mapping

from wolkvox_async.simulator.call import Call, Route, Routes
from wolkvox_async.simulator.rows import DetailRows
from wolkvox_async.simulator.wire import Reply, empty_window, found, no_campaign


def cdr_1(call: Call) -> Reply:
    return call.report(call.truth.calls(call.tenant))


def campaign_1(call: Call) -> Reply:
    """Records by their last result in the window: a record that is dialled in two windows counts in both."""
    return _by_result(call, DetailRows.final)


def campaign_4(call: Call) -> Reply:
    """Attempts by result: windows add up."""
    return _by_result(call, DetailRows.totals)


def _by_result(call: Call, count: Callable[[DetailRows, range], Mapping[str, int]]) -> Reply:
    wanted = call.query["campaign_id"]
    campaigns = [each for each in call.truth.campaigns(call.tenant) if wanted in ("all", each.id)]
    if not campaigns:
        return no_campaign(wanted)
    totals: Counter[str] = Counter()
    for campaign in campaigns:
        source = call.truth.details(call.tenant, campaign)
        totals.update(count(source, call.visible(source)))
    rows = [
        {"result": result, "records": str(records), "percent": percent(records, totals.total())}
        for result, records in totals.most_common()
    ]
    return found(rows, code=200) if rows else empty_window()


def percent(part: int, whole: int) -> str:
    """Write a share as the server does: 34.64 %."""
    return f"{100 * part / whole:,.2f} %"


SCRIPT = "reports_manager.php"

ROUTES: Routes = {
    (SCRIPT, "cdr_1", "GET"): Route(handler=cdr_1, windowed=True),
    (SCRIPT, "campaign_1", "GET"): Route(handler=campaign_1, required=("campaign_id",), windowed=True),
    (SCRIPT, "campaign_4", "GET"): Route(handler=campaign_4, required=("campaign_id",), windowed=True),
}
