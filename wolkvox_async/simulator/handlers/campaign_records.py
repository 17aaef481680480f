"""campaign.php: the history of a campaign, its records, new campaigns."""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve

from wolkvox_async.simulator import facts
from wolkvox_async.simulator.handlers.call import Call, Handlers
from wolkvox_async.simulator.handlers.verdicts import FORMS, Problem, Taken
from wolkvox_async.simulator.rows.sources import DetailRows
from wolkvox_async.simulator.wire import Reply, bad_request, empty_window, found, no_campaign, refusal
from wolkvox_async.simulator.world.tenants import Campaign

FOUND_FIELDS = (
    *("customer_name", "customer_last_name", "customer_id", "country", "state", "city", "zone", "address"),
    *facts.OPTS,
    *facts.TELEPHONES,
    *("date", "calls", "conn_id", "result"),
)
UNTOUCHED = {"date": "", "calls": "0", "conn_id": "", "result": "CLEAN"}


def _campaign(call: Call) -> Campaign | None:
    campaign = call.truth.campaign(call.tenant, call.query["campaign_id"])
    return campaign if campaign and campaign.kind == call.query["type_campaign"] else None


def detail(call: Call) -> Reply:
    """Every record of this world that was dialled has a conn_id, so detail=all adds none."""
    campaign = _campaign(call)
    if campaign is None:
        return no_campaign(call.query["campaign_id"])
    return call.report(call.truth.details(call.tenant, campaign))


def find_record(call: Call) -> Reply:
    """Return the records of a customer, in one campaign or in all."""
    wanted = call.query.get("campaign_id", "")
    customer_id, phone = call.query.get("customer_id", ""), call.query.get("customer_phone", "")
    if not customer_id and not phone:
        return bad_request(facts.PARAMETERS_REQUIRED, "neither customer_phone nor customer_id is given")
    campaigns = [each for each in call.truth.campaigns(call.tenant) if wanted in ("", "all", each.id)]
    if not campaigns:
        return no_campaign(wanted)
    rows = [
        {name: record.get(name, "") for name in FOUND_FIELDS} | {"campaign_id": campaign.id}
        for campaign in campaigns
        for record in records_of(call, campaign, customer_id, phone)
    ]
    return found(rows) if rows or call.switches.not_found == "list" else empty_window()


def records_of(call: Call, campaign: Campaign, customer_id: str, phone: str) -> Iterator[dict[str, str]]:
    """Yield the records of a customer, or with a phone, as calls have changed them since."""
    held = call.truth.state(call.tenant).campaigns.settings(campaign.id)
    for uploaded in call.truth.uploads(call.tenant.name, campaign.id).find(customer_id, phone):
        yield held.seen(uploaded | UNTOUCHED)
    source = call.truth.details(call.tenant, campaign)
    row = _dialled(call, source, customer_id, phone)
    record = None if row is None else source.record(row)
    if record is not None and record["customer_id"] not in held.removed:
        yield held.seen(record)


def _dialled(call: Call, source: DetailRows, customer_id: str, phone: str) -> int | None:
    """Return the last row of a customer: ids are 1 and nine digits, phones 573 and the same nine."""
    numbers = {
        text.removeprefix(prefix)
        for text, prefix in ((customer_id, "1"), (phone, "573"))
        if text and text.startswith(prefix) and len(text) == len(prefix) + 9 and text.isdecimal()
    }
    if len(numbers) != 1 or (customer_id and not customer_id.startswith("1")):
        return None
    everything = evolve(call, window=(source.series.first, call.truth.now(call.tenant)))
    return source.latest(int(numbers.pop()), everything.visible(source))


def add_record(call: Call) -> Reply:
    """Add records to a campaign, each with its verdict."""
    campaign = _campaign(call)
    if campaign is None:
        return no_campaign(call.query["campaign_id"])
    sent = call.body if isinstance(call.body, list) else [call.body]
    if len(sent) > facts.RECORDS_UP:
        return bad_request(facts.TOO_MANY_RECORDS, f"{len(sent)} records in one call", "upload")
    cap, loaded = call.switches.loaded_cap, call.truth.loaded(call.tenant.name)
    if loaded + len(sent) > cap:
        return refusal(404, facts.NOT_FOUND, facts.LOADED_CAP.format(loaded + len(sent), cap))
    return _load(call, campaign, [_texts(each) for each in sent])


def _texts(record: Mapping[str, Any]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in record.items()}


def _load(call: Call, campaign: Campaign, records: list[dict[str, str]]) -> Reply:
    problems = {place: problem for place, each in enumerate(records) if (problem := _problem(each))}
    good = [each for place, each in enumerate(records) if place not in problems]
    call.truth.uploads(call.tenant.name, campaign.id).take(good)
    if good and not problems:
        return Reply(status=201, code="201", msg=facts.ADDED_ALL, data=[{"total_registers": str(len(records))}])
    status = call.switches.partial_status if good else 404
    return Reply(
        status=status,
        code=str(status),
        error=None if status == 201 else facts.NOT_FOUND,
        msg=facts.ADDED_SOME.format(len(good)),
        data=FORMS[call.switches.verdict](Taken(len(records), problems)),
        broke=tuple(("record", f"{each.error}, record {place}") for place, each in problems.items() if each.known),
    )


def _problem(record: Mapping[str, str]) -> Problem | None:
    """Return what is wrong with a record. An empty customer_id breaks the server's schema, and no limit."""
    for name, known in (("customer_id", False), ("tel1", True)):
        if not record.get(name, "").strip():
            schema = f"{name.upper()} is a required field, see schema for required fields"
            return Problem(f"{name.upper()} is empty", schema, known)
    for name, most in facts.OPT_CHARACTERS.items():
        if len(record.get(name, "")) > most:
            return Problem(f"{name.upper()} is too long", f"{name.upper()} has at most {most} characters", known=True)
    for name in facts.PHONES:
        phone = record.get(name, "")
        if phone.strip() and not (phone.isascii() and phone.isdigit()):
            return Problem(f"{name.upper()} is not valid", f"{name.upper()} takes digits only", known=True)
    return None


def create_campaign(call: Call) -> Reply:
    """Add a campaign to the world."""
    made = call.truth.create(call.tenant, call.query["type_campaign"], str(call.body["campaign_name"]))
    created = [{"id_campaign": made.id, "name_campaign": made.name}]
    return Reply(status=201, code="201", msg=facts.CREATED, data=created)


SCRIPT = "campaign.php"

HANDLERS: Handlers = {
    (SCRIPT, "detail", "GET"): detail,
    (SCRIPT, "find_record", "GET"): find_record,
    (SCRIPT, "add_record", "POST"): add_record,
    (SCRIPT, "create_campaign", "POST"): create_campaign,
}
