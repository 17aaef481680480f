"""asyncio SDK for the Wolkvox contact-centre API v2, with a rate-limit scheduler at its heart.

One operation and its API::

    operation = Operation(name="sales-co", server="0099", tokens=[TOKEN], licences=20, tz="America/Bogota")
    async with Wolkvox(operation) as wolkvox:
        rows = await wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 2, 1))

The names below are imported when they are first used, so that the command line starts at once.
"""

from typing import TYPE_CHECKING

from wolkvox_async.lazy import names_on_use

if TYPE_CHECKING:
    from wolkvox_async.calls.confirmation import Confirmation
    from wolkvox_async.calls.transport import Timeouts
    from wolkvox_async.client import Envelope, Wolkvox
    from wolkvox_async.core.windows import Window
    from wolkvox_async.core.wire import Record
    from wolkvox_async.errors import (
        AlreadyUploaded,
        AuthenticationFailed,
        CallTimeout,
        ClientClosed,
        ConfigurationError,
        DecodeError,
        DestinationUnavailable,
        DiskUnavailable,
        FolderLocked,
        InvalidRecord,
        InvalidRequest,
        JournalUnavailable,
        Maintenance,
        OutcomeUnknown,
        PartialFailure,
        QuotaExhausted,
        QuotaSpent,
        Refused,
        ReplyError,
        ServerFault,
        StoreUnavailable,
        TooManySimultaneous,
        Unreachable,
        UploadLocked,
        WaitTooLong,
        WindowFull,
        WolkvoxError,
        WorkerLost,
    )
    from wolkvox_async.fleet import Fleet
    from wolkvox_async.follow.change import Change
    from wolkvox_async.operation import Operation, Token
    from wolkvox_async.reports.frames import frame
    from wolkvox_async.reports.paging import Paged
    from wolkvox_async.reports.report import Report
    from wolkvox_async.reports.results import Batch, Plan, WindowRows
    from wolkvox_async.scheduler import Usage
    from wolkvox_async.scheduler.stores.memory import MemoryStore
    from wolkvox_async.scheduler.stores.redis import RedisStore
    from wolkvox_async.scheduler.stores.sqlite import SQLiteStore
    from wolkvox_async.uploads.leads import DncNumber, PredictiveLead, PreviewLead
    from wolkvox_async.uploads.result import BatchResult, Rejection, RowRange, UploadResult
    from wolkvox_async.uploads.settling import Reconciliation, SettledBatch
    from wolkvox_async.uploads.sources import RecordFile
else:
    __getattr__, __dir__ = names_on_use(
        __name__,
        {
            "calls.confirmation": "Confirmation",
            "calls.transport": "Timeouts",
            "client": "Envelope Wolkvox",
            "core.windows": "Window",
            "core.wire": "Record",
            "errors": (
                "AlreadyUploaded AuthenticationFailed CallTimeout ClientClosed ConfigurationError DecodeError "
                "DestinationUnavailable DiskUnavailable FolderLocked InvalidRecord InvalidRequest "
                "JournalUnavailable Maintenance OutcomeUnknown PartialFailure QuotaExhausted QuotaSpent Refused "
                "ReplyError ServerFault StoreUnavailable TooManySimultaneous Unreachable UploadLocked "
                "WaitTooLong WindowFull WolkvoxError WorkerLost"
            ),
            "fleet": "Fleet",
            "follow.change": "Change",
            "operation": "Operation Token",
            "reports.frames": "frame",
            "reports.paging": "Paged",
            "reports.report": "Report",
            "reports.results": "Batch Plan WindowRows",
            "scheduler": "Usage",
            "scheduler.stores.memory": "MemoryStore",
            "scheduler.stores.redis": "RedisStore",
            "scheduler.stores.sqlite": "SQLiteStore",
            "uploads.leads": "DncNumber PredictiveLead PreviewLead",
            "uploads.result": "BatchResult Rejection RowRange UploadResult",
            "uploads.settling": "Reconciliation SettledBatch",
            "uploads.sources": "RecordFile",
        },
    )

__version__ = "1.0.0"

__all__ = [
    "AlreadyUploaded",
    "AuthenticationFailed",
    "Batch",
    "BatchResult",
    "CallTimeout",
    "Change",
    "ClientClosed",
    "ConfigurationError",
    "Confirmation",
    "DecodeError",
    "DestinationUnavailable",
    "DiskUnavailable",
    "DncNumber",
    "Envelope",
    "Fleet",
    "FolderLocked",
    "InvalidRecord",
    "InvalidRequest",
    "JournalUnavailable",
    "Maintenance",
    "MemoryStore",
    "Operation",
    "OutcomeUnknown",
    "Paged",
    "PartialFailure",
    "Plan",
    "PredictiveLead",
    "PreviewLead",
    "QuotaExhausted",
    "QuotaSpent",
    "Reconciliation",
    "Record",
    "RecordFile",
    "RedisStore",
    "Refused",
    "Rejection",
    "ReplyError",
    "Report",
    "RowRange",
    "SQLiteStore",
    "ServerFault",
    "SettledBatch",
    "StoreUnavailable",
    "Timeouts",
    "Token",
    "TooManySimultaneous",
    "Unreachable",
    "UploadLocked",
    "UploadResult",
    "Usage",
    "WaitTooLong",
    "Window",
    "WindowFull",
    "WindowRows",
    "Wolkvox",
    "WolkvoxError",
    "WorkerLost",
    "frame",
]
