"""reports_manager.php: the attempts of campaigns added up."""

from collections import Counter
from collections.abc import Callable, Mapping

from wolkvox_async.simulator.handlers.call import Call, Handlers
from wolkvox_async.simulator.rows.sources import DetailRows
from wolkvox_async.simulator.wire import Reply, empty_window, found, no_campaign, percent


def campaign_1(call: Call) -> Reply:
    """Records by their last result in the window: a record that is dialled in two windows counts in both."""
    return _by(call, "result", DetailRows.final)


def campaign_2(call: Call) -> Reply:
    """Coded conversations by activity code: windows add up."""
    return _by(call, "cod_act", DetailRows.codes)


def campaign_4(call: Call) -> Reply:
    """Attempts by result: windows add up."""
    return _by(call, "result", DetailRows.totals)


def _by(call: Call, name: str, count: Callable[[DetailRows, range], Mapping[str, int]]) -> Reply:
    wanted = call.query["campaign_id"]
    campaigns = [each for each in call.truth.campaigns(call.tenant) if wanted in ("all", each.id)]
    if not campaigns:
        return no_campaign(wanted)
    totals: Counter[str] = Counter()
    for campaign in campaigns:
        source = call.truth.details(call.tenant, campaign)
        totals.update(count(source, call.visible(source)))
    rows = [
        {name: value, "records": str(records), "percent": percent(records, totals.total())}
        for value, records in totals.most_common()
    ]
    return found(rows) if rows else empty_window()


SCRIPT = "reports_manager.php"

HANDLERS: Handlers = {
    (SCRIPT, "campaign_1", "GET"): campaign_1,
    (SCRIPT, "campaign_2", "GET"): campaign_2,
    (SCRIPT, "campaign_4", "GET"): campaign_4,
}
