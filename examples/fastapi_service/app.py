"""A web service over Wolkvox: one client for the process, and its errors as HTTP statuses.

Run it with `uvicorn app:app`, in a folder with a wolkvox.toml or with the variables that `Wolkvox.from_env` reads.
"""

import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, TypedDict

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from wolkvox_async import (
    CallTimeout,
    ConfigurationError,
    InvalidRequest,
    Maintenance,
    OutcomeUnknown,
    QuotaExhausted,
    Refused,
    ServerFault,
    StoreUnavailable,
    TooManySimultaneous,
    Unreachable,
    UploadResult,
    WaitTooLong,
    Wolkvox,
    WolkvoxError,
)
from wolkvox_async.endpoints.real_time import AgentNow
from wolkvox_async.endpoints.reports.cdr import CallDetail


class State(TypedDict):
    """What the requests of a running service share."""

    wolkvox: Wolkvox


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[State]:
    """Open one client for the process. A visitor does not wait ten minutes for a permit, so max_wait is short."""
    async with Wolkvox.from_env(max_wait=10) as wolkvox:
        yield {"wolkvox": wolkvox}


def client(request: Request) -> Wolkvox:
    """Return the client of the process."""
    wolkvox: Wolkvox = request.state.wolkvox
    return wolkvox


Client = Annotated[Wolkvox, Depends(client)]
app = FastAPI(title="Calls and leads", lifespan=lifespan)

# The first class that an error is of decides. What is not here is 500: the token, a configuration, a bug.
STATUS: tuple[tuple[type[WolkvoxError], int], ...] = (
    (WaitTooLong, 429),  # QuotaSpent too
    (QuotaExhausted, 429),
    (TooManySimultaneous, 429),
    (StoreUnavailable, 503),
    (Maintenance, 503),
    (InvalidRequest, 422),
    (ConfigurationError, 422),  # a parameter or a record that cannot be right
    (Refused, 409),
    (OutcomeUnknown, 502),  # the write may have taken effect: do not repeat it
    (ServerFault, 502),
    (Unreachable, 502),
    (CallTimeout, 504),
)


@app.exception_handler(WolkvoxError)
async def as_http(_request: Request, error: WolkvoxError) -> JSONResponse:
    """Answer with the status of an error, and with Retry-After where a later try may succeed."""
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
    headers = {"Retry-After": str(retry_after(error))} if status in (429, 503) else {}
    return JSONResponse({"error": type(error).__name__, "detail": str(error)}, status, headers)


def retry_after(error: WolkvoxError) -> int:
    """Return the seconds after which another try may succeed: until the reset, the wait that was refused, or 5."""
    until: datetime | None = getattr(error, "resets_at", None) or getattr(error, "until", None)
    seconds = getattr(error, "seconds", None) or 5
    if until is not None:
        seconds = (until - datetime.now(UTC)).total_seconds()
    return max(1, math.ceil(seconds))


@app.get("/agents")
async def agents(wolkvox: Client) -> list[AgentNow]:
    """Return what every agent does now. Records are returned as they are."""
    return await wolkvox.real_time.agents()


@app.get("/calls/{day}")
async def calls(day: date, wolkvox: Client) -> list[CallDetail]:
    """Return the calls of a day."""
    return await wolkvox.reports.cdr_1(start=day, end=day + timedelta(days=1))


class Lead(BaseModel):
    """What the web form sends."""

    name: str
    document: str
    phone: str


@app.post("/leads/{campaign_id}", status_code=201)
async def add_lead(campaign_id: str, lead: Lead, wolkvox: Client) -> UploadResult:
    """Add a lead to a predictive campaign. It goes before reports and uploads of other programs."""
    record = {"customer_name": lead.name, "customer_id": lead.document, "tel1": lead.phone}
    return await wolkvox.campaign.add_record(campaign_id=campaign_id, type_campaign="predictive", record=record)
