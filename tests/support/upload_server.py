"""A server of uploads that fails as planned, in place of a transport."""

import asyncio
from collections import Counter, defaultdict, deque
from contextvars import ContextVar
from itertools import count
from urllib.parse import parse_qs, urlsplit

import orjson
from attrs import frozen

from wolkvox_async.calls.receiving import Answered
from wolkvox_async.calls.spool import MemoryBudget, Spool
from wolkvox_async.calls.time_budget import LoopTimeBudget
from wolkvox_async.calls.transport import Timeouts
from wolkvox_async.core.reply import Lost, Seen

RUN = ContextVar("RUN")  # the process that makes a call, and the attempt that it belongs to

REFUSED = {  # the server does nothing, and says so
    "maintenance": (403, {"msg": "backup"}),
    "simultaneous": (403, {"msg": "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)"}),
    "quota": (403, {"msg": "TOKEN LIMIT EXCEEDED"}),
    "token": (403, {"msg": "PLEASE VALIDATE TOKEN"}),
    "413": (413, None),
    "no campaign": (404, {"code": "404", "error": "Not Found", "msg": "Campaign_id 1 does not exist"}),
}
LOST = {"reset": "reset", "half": "dropped", "silence": "timeout", "502": None}
KINDS = ["accepted", "accepted", "unsent", *REFUSED, *LOST, "partly", "partly-from-1", "silent", "error"]


@frozen
class Plan:
    """What becomes of a call. effect: whether it takes effect where its answer does not say so."""

    what: str = "accepted"
    seconds: float = 1.0
    effect: bool = True
    place: str = "middle"  # of the record that is rejected


class Server:
    """Fails as planned, and records by upload what reached it and what took effect."""

    timeouts = Timeouts()

    def __init__(self):
        self.time_budget = LoopTimeBudget()
        self.plans = deque()
        self.reached = defaultdict(set)  # rows that it may have taken, by id
        self.rejected = defaultdict(set)
        self.applied = defaultdict(Counter)
        self.wrongs = []
        self.moment = count(1)
        self.uploads = {}  # what each id is: source, campaign
        self.repeated = set()  # ids of those that began with again
        self.first_sent = {}

    def begun(self, run, name):
        """Note the id that the journal gave an attempt."""
        run.id, run.began = name, next(self.moment)
        if name not in self.uploads and run.again:
            self.repeated.add(name)
        self.uploads.setdefault(name, (run.source, run.campaign))

    def check(self):
        """It can always send."""

    async def aclose(self):
        """There is nothing to close."""

    async def send(self, request, *, key, wanted, begin, timeouts=None, make=None):
        """Do as a transport does."""
        plan = self.plans.popleft() if self.plans else Plan()
        if plan.what == "unsent":
            await asyncio.sleep(plan.seconds)
            return Lost("no connection", "refused", sent=False)
        if not begin():
            return Lost("too late", "late", sent=False)
        _, run = RUN.get()
        records = [int(each["customer_id"]) for each in orjson.loads(request.body)]
        self.arrive(run, records, parse_qs(urlsplit(request.url).query)["campaign_id"][0])
        rejected = places(plan, records)
        loop = asyncio.get_running_loop()
        if plan.what not in REFUSED and (plan.effect or plan.what not in LOST):
            taken = [row for at, row in enumerate(records) if at not in rejected]
            loop.call_later(plan.seconds / 2, self.applied[run.id].update, taken)
        await asyncio.sleep(plan.seconds)
        if plan.what in REFUSED:
            self.reached[run.id].difference_update(records)
        self.rejected[run.id].update(records[at] for at in rejected)
        if (lost := LOST.get(plan.what)) is not None:
            return Lost("the connection was lost", lost, sent=True)
        return answered(plan, records, rejected)

    def arrive(self, run, records, campaign):
        if campaign != run.campaign:
            self.wrongs.append(f"{run.id} went to {campaign}")
        if twice := self.reached[run.id].intersection(records):
            self.wrongs.append(f"{run.id} sent {sorted(twice)} again")
        self.reached[run.id].update(records)
        self.first_sent.setdefault(run.id, next(self.moment))
        if run.again or run.id in self.repeated:
            return
        for other, first in self.first_sent.items():
            same = other != run.id and self.uploads[other] == (run.source, run.campaign)
            if (
                same
                and self.reached[other] - self.rejected[other]
                and (other not in self.repeated or first < run.began)
            ):
                self.wrongs.append(f"{run.id} sent what {other} had sent")


def places(plan, records):
    """Return where the records stand that the server rejects, from 0."""
    if not plan.what.startswith("partly"):
        return []
    return [{"first": 0, "middle": len(records) // 2, "last": len(records) - 1}[plan.place]]


def answered(plan, records, rejected):
    """Return what a transport gives of a reply."""
    status, document = 201, {"code": "201", "msg": "ok", "data": [{"total_registers": str(len(records))}]}
    if plan.what in REFUSED:
        status, document = REFUSED[plan.what]
    elif plan.what == "502":
        status, document = 502, None
    elif plan.what == "error":
        document = document | {"error": "Internal error, please try again later", "data": []}
    elif plan.what == "silent":
        document = {"code": "201", "msg": "ok"}
    elif rejected:
        text, first = ("object position {}", 0) if plan.what == "partly" else ("record {}", 1)
        errors = [{"error": f"TEL1 is not valid, {text.format(at + first)}"} for at in rejected]
        counts = {"total_success": str(len(records) - len(rejected)), "total_errors": str(len(rejected))}
        document = document | {"data": [counts | {"array_errors": errors}]}
    content = b"<html></html>" if document is None else orjson.dumps(document)
    body = Spool(MemoryBudget())
    body.write(content)
    seen = Seen(status=status, envelope=None, head=content[:200], size=len(content))
    return Answered(seen, body, outlined=False, stored=True)
