"""What type checkers see of the synchronous clients: exact types, and errors where a line ends in `# E:`."""

import threading
from collections.abc import Generator
from datetime import date
from typing import Any, assert_type

from wolkvox_async import Batch, Confirmation, Envelope, Operation, Plan, RecordFile, UploadResult, Usage, WindowRows
from wolkvox_async.endpoints.campaign import CampaignDetail
from wolkvox_async.endpoints.information import TokenUsage
from wolkvox_async.endpoints.reports.cdr import CallDetail
from wolkvox_async.endpoints.storage import StorageItem
from wolkvox_async.export import Outcome
from wolkvox_async.sync import Fleet, Paged, Report, Wolkvox

START, END = date(2025, 1, 1), date(2025, 2, 1)


def reports(wolkvox: Wolkvox) -> None:
    report = wolkvox.reports.cdr_1(start=START, end=END)
    assert_type(report, Report[CallDetail])
    assert_type(report.rows(), list[CallDetail])
    assert_type(report.windows(), Generator[WindowRows[CallDetail], None, None])
    assert_type(report.batches(), Generator[Batch[CallDetail], None, None])
    assert_type(report.plan(), Plan)
    for row in report:
        assert_type(row, CallDetail)
        row.nothing_of_the_kind  # noqa: B018  # E: attr-defined, reportAttributeAccessIssue
    assert_type(
        wolkvox.campaign.detail(type_campaign="predictive", campaign_id="1", start=START, end=END).rows(),
        list[CampaignDetail],
    )
    wolkvox.reports.cdr_1(start=START)  # E: call-arg, reportCallIssue


def calls(wolkvox: Wolkvox) -> None:
    assert_type(wolkvox.information.token_info(), list[TokenUsage])
    assert_type(wolkvox.quota(refresh=True), Usage)
    assert_type(wolkvox.call("GET", "information.php", "skills"), Envelope)
    assert_type(wolkvox.storage.list_files(path="/"), Paged[StorageItem])
    assert_type(wolkvox.storage.list_files(path="/").rows(), list[StorageItem])
    assert_type(wolkvox.with_options(lane="bulk"), Wolkvox)
    assert_type(wolkvox.campaign.start(campaign_id="1"), Confirmation)
    wolkvox.campaign.start(campaign_id=1)  # E: arg-type, reportArgumentType


def uploads(wolkvox: Wolkvox) -> None:
    upload = wolkvox.campaign.add_records(
        campaign_id="1", type_campaign="predictive", records=RecordFile("leads.csv"), stop=threading.Event()
    )
    assert_type(upload, UploadResult)
    wolkvox.campaign.add_records(campaign_id="1", type_campaign="other", records=[])  # E: arg-type, reportArgumentType


def fleets(operations: list[Operation]) -> None:
    with Fleet(operations) as fleet:
        assert_type(fleet, Fleet)
        assert_type(fleet["a"], Wolkvox)
        assert_type(fleet.rows("reports.cdr_1", start=START, end=END), Generator[Batch[Any], None, None])
        assert_type(fleet.reports(["reports.cdr_1"], start=START, end=END), list[Report[Any]])
        assert_type(fleet.export(["reports.cdr_1"], start=START, end=END, to="x"), Outcome)
    assert_type(Fleet.from_toml("wolkvox.toml"), Fleet)


async def awaited(wolkvox: Wolkvox) -> None:
    await wolkvox.quota()  # E: misc, reportGeneralTypeIssues
