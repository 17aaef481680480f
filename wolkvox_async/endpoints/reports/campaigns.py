"""reports_manager.php, section Campaigns: what became of a campaign's records and attempts."""

from datetime import date, datetime

from wolkvox_async.core.endpoint import Endpoint, Parameter, Share, Totals
from wolkvox_async.core.wire import Int, Percent, Record, Text, named, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.report import Report

__all__ = ["ENDPOINTS", "CampaignResult", "Campaigns"]

_CAMPAIGN = Parameter("campaign_id", "id", required=True, notes="campaign number, or all")


@record
class CampaignResult(Record):
    """One machine result (no-answer, busy, answer …) with its count and share."""

    result: Text
    records: Int
    percent: Percent = named("percent", "porcent")


CAMPAIGN_1 = Endpoint(
    name="reports.campaign_1",
    script="reports_manager.php",
    title="Campaign 1: records by their final machine result",
    record=CampaignResult,
    parameters=(_CAMPAIGN,),
    rows=Totals(
        by=("result",),
        merge="none",
        why="a record dialled in two windows would count in both",
    ),
    source="https://www.wolkvox.com/en/apis-v2-2/1-campaign-by-machine-final-result-en/",
)

CAMPAIGN_4 = Endpoint(
    name="reports.campaign_4",
    script="reports_manager.php",
    title="Campaign 4: attempts by machine result",
    record=CampaignResult,
    parameters=(_CAMPAIGN,),
    rows=Totals(by=("result",), merge="recompute", additive=("records",), derived={"percent": Share("records")}),
    source="https://wolkvox.com/?p=34638",
)


class Campaigns(Group):
    """Section Campaigns."""

    def campaign_1(self, *, campaign_id: str, start: date | datetime, end: date | datetime) -> Report[CampaignResult]:
        """Campaign 1: records by their final machine result, with their share in percent.

        campaign_id may be "all". Totals of the whole window that cannot be merged, since a record dialled in two
        windows would count in both: beyond 31 days read `.windows()`, or ConfigurationError says so.
        Source: https://www.wolkvox.com/en/apis-v2-2/1-campaign-by-machine-final-result-en/
        """
        return self._report(CAMPAIGN_1, start, end, campaign_id=campaign_id)

    def campaign_4(self, *, campaign_id: str, start: date | datetime, end: date | datetime) -> Report[CampaignResult]:
        """Campaign 4: attempts by machine result, with their share in percent.

        campaign_id may be "all". Over several windows the attempts are added up and the shares worked out again, to
        two decimals: one row a result. Source: https://wolkvox.com/?p=34638
        """
        return self._report(CAMPAIGN_4, start, end, campaign_id=campaign_id)


ENDPOINTS = table([CAMPAIGN_1, CAMPAIGN_4])
