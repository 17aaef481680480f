"""The records of campaigns: coded, rescheduled, filtered, deleted, marked, and exported.

A record is one that the world has dialled, or one that was uploaded; what calls changed of it lies over both.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import orjson

from wolkvox_async.simulator import facts
from wolkvox_async.simulator.handlers.call import Call
from wolkvox_async.simulator.handlers.campaign_records import UNTOUCHED, records_of
from wolkvox_async.simulator.handlers.campaigns import settings
from wolkvox_async.simulator.handlers.common import campaign, done, invalid, predictive, refused, state, table
from wolkvox_async.simulator.wire import Reply
from wolkvox_async.simulator.world.state.campaigns import CLEAN
from wolkvox_async.simulator.world.tenants import Campaign

Record = dict[str, str]

# The vendor's texts for these are not known.
NO_RECORD = "customer_id {} does not exist in campaign_id {}."
NO_RECORDS = "There are no records in campaign_id {}."

CODED_BY = {"Cod_Machine": "result", "cod_rslt1": "cod_act", "cod_rslt2": "cod_act_2"}
FILTERED = {
    *("customer_name", "customer_last_name", "id_type", "customer_id", "age", "gender", "country", "state", "city"),
    *("zone", "address", "email", "result", "tel_extra"),
    *facts.OPTS,
    *facts.TELEPHONES,
}
# How the export calls the fields that other endpoints have in English.
SPANISH = {
    "nombre_cliente": "customer_name",
    "apellido_cliente": "customer_last_name",
    "tipo_doc": "id_type",
    "id_cliente": "customer_id",
    "edad": "age",
    "sexo": "gender",
    "pais": "country",
    "departamento": "state",
    "ciudad": "city",
    "zona": "zone",
    "direccion": "address",
    "id_agent": "agent_id",
    "resultado": "result",
    "fecha": "date",
    "llamadas": "calls",
    "id_call": "conn_id",
    "cod_rslt1": "cod_act",
    "cod_rslt2": "cod_act_2",
    "comentarios": "comments",
    "rellamada": "recall",
    "rellamada_count": "recall_count",
    "rellamada_tel": "recall_telephone",
    "last_dial_tele": "tel1",
}


def each_record(call: Call, one: Campaign) -> Iterator[Record]:
    """Yield the records of a campaign one by one: those dialled up to now, then those uploaded."""
    held, source = settings(call, one), call.truth.details(call.tenant, one)
    dialled = source.series.rows((source.series.first, call.truth.now(call.tenant)))
    uploaded = call.truth.uploads(call.tenant.name, one.id).latest
    for k in dialled[-one.customers :]:
        row = source.record(k)
        if row["customer_id"] not in held.removed and row["customer_id"] not in uploaded:
            yield held.seen(row)
    for stored in uploaded.values():
        yield held.seen(UNTOUCHED | orjson.loads(stored))


def records(call: Call, one: Campaign) -> dict[str, Record]:
    """Return all records of a campaign by customer."""
    return {each["customer_id"]: each for each in each_record(call, one)}


def records_of_customers(call: Call, one: Campaign, customers: Iterable[str]) -> dict[str, Record]:
    """Return the records of some customers; one that has none is left out."""
    found = ((each, next(records_of(call, one, each, ""), None)) for each in dict.fromkeys(customers) if each)
    return {customer: record for customer, record in found if record is not None}


def one_record(call: Call, one: Campaign, customer_id: str) -> Record:
    """Return the record of a customer, or refuse."""
    found = next(records_of(call, one, customer_id, ""), None)
    if found is None:
        raise refused(NO_RECORD.format(customer_id, one.id))
    return found


def _with_result(found: Mapping[str, Record], result: str) -> list[str]:
    return [customer for customer, each in found.items() if result.upper() in ("", each["result"].upper())]


def _forget(call: Call, one: Campaign, customers: Iterable[str]) -> None:
    gone = list(customers)
    settings(call, one).remove(gone)
    loaded = call.truth.uploads(call.tenant.name, one.id).latest
    for each in gone:
        loaded.pop(each, None)


def codify(call: Call) -> Reply:
    """Code a record."""
    one, customer = campaign(call), call.given("customer_id")
    one_record(call, one, customer)
    fields = {"cod_act": call.given("cod_act"), "cod_act_2": call.given("cod_act_2"), "comments": call.given("comment")}
    settings(call, one).change(customer, **fields)
    return done(call, msg=f"customer_id {customer} has been coded")


def recall(call: Call) -> Reply:
    """Schedule a record's call-back."""
    one, customer = predictive(call), call.given("customer_id")
    one_record(call, one, customer)
    at, phone = call.given("recall_date"), call.given("recall_telephone")
    written = f"{at[:4]}-{at[4:6]}-{at[6:8]} {at[8:10]}:{at[10:12]}:{at[12:]}"
    settings(call, one).change(customer, recall=written, recall_telephone=phone)
    text = f"customer_id {customer} has been updated and will be call back on {at} to phone {phone}"
    return done(call, msg=text)


def recall_records(call: Call) -> Reply:
    """Mark as to be dialled again the records that have a code."""
    one, field, value = predictive(call), call.given("field"), call.given("value")
    wanted = value.strip().upper() if field == "Cod_Machine" else value.strip()
    held = settings(call, one)
    marked = [customer for customer, each in records(call, one).items() if each.get(CODED_BY[field], "") == wanted]
    for customer in marked:
        held.change(customer, **CLEAN)
    held.recycled += bool(marked)
    row = {"campaign_id": one.id, "field": field, "value": value, "normalized_value": wanted}
    return done(call, [row | {"affected_records": str(len(marked))}], count=len(marked))


def remove_record(call: Call) -> Reply:
    """Delete the records of one or several customers; a refusal where none of them has one."""
    one, given = campaign(call), call.given("customer_id")
    wanted = [each.strip() for each in given.split(",")]
    gone = _with_result(records_of_customers(call, one, wanted), call.given("result"))
    if not gone:
        raise refused(NO_RECORD.format(given, one.id))
    _forget(call, one, gone)
    return done(call, msg=f"customer_id {given} has been deleted successfully")


def clear_campaign(call: Call) -> Reply:
    """Remove a campaign's records, all or those of one result."""
    one = campaign(call)
    gone = _with_result(records(call, one), call.given("result"))
    if not gone:
        raise refused(NO_RECORDS.format(one.id))
    _forget(call, one, gone)
    return done(call, msg=f"All records has been deleted of campaign_id {one.id} successfully")


def block_predictive_dnc(call: Call) -> Reply:
    """Mark customers as do-not-call; those without a record are not counted."""
    one = predictive(call, "id_campaing")
    known = records_of_customers(call, one, map(str, call.body["id_cliente"]))
    for customer in known:
        settings(call, one).change(customer, result="DO-NOT-CALL")
    return done(call, msg=f"{len(known)} records were successfully marked as DO-NOT-CALL in campaign {one.id}")


# Filters


def _number(left: str, right: str, compare: Callable[[float, float], bool]) -> bool:
    try:
        return compare(float(left), float(right))
    except ValueError:
        return False


OPERATORS: Mapping[str, Callable[[str, str], bool]] = {
    "=": lambda left, right: left == right,
    "is": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "like": lambda left, right: right.strip("%").lower() in left.lower(),
    ">=": lambda left, right: _number(left, right, lambda a, b: a >= b),
    "<=": lambda left, right: _number(left, right, lambda a, b: a <= b),
    ">": lambda left, right: _number(left, right, lambda a, b: a > b),
    "<": lambda left, right: _number(left, right, lambda a, b: a < b),
}


def campaign_filter(call: Call) -> Reply:
    """Set or clear the filter, and count what it leaves to dial."""
    one = campaign(call)
    active, joined = call.given("filter_active") == "yes", call.given("connector") or "and"
    filters = [_condition(each) for each in call.body["filters"]] if active else []
    settings(call, one).filter = {"connector": joined, "filters": filters} if active else None
    found = records(call, one).values()
    pending = [each for each in found if each["result"] == "CLEAN" and _passes(each, filters, joined)]
    text = f" {joined.upper()} ".join(" ".join(each) for each in filters)
    counts = {"total_records": str(len(found)), "pending_records": str(len(pending))}
    return done(call, counts | {"applied_filter": text})


def _condition(each: Any) -> tuple[str, str, str]:
    if not isinstance(each, dict) or each.get("field") not in FILTERED or each.get("operator") not in OPERATORS:
        raise invalid(f"the filter {each} has no known field and operator")
    return each["field"], each["operator"], str(each.get("value", ""))


def _passes(record: Record, filters: list[tuple[str, str, str]], joined: str) -> bool:
    met = [OPERATORS[operator](record.get(field, ""), value) for field, operator, value in filters]
    return not met or (any(met) if joined == "or" else all(met))


# The export


def campaign_15(call: Call) -> Reply:
    """Export every record, in an envelope like no other's."""
    one = campaign(call)
    found = islice(each_record(call, one), call.switches.reply_records)
    codes = {name: each.description for (_, name), each in state(call).people.codes.items()}
    rows = [_exported(each, [field.wire for field in call.entry.fields], codes) for each in found]
    return Reply(
        whole={"code": "200", "total_records": str(len(rows)), "campaign_id": one.id, "records": rows},
    )


def _exported(record: Record, names: list[str], codes: Mapping[str, str]) -> Record:
    row = {name: record.get(SPANISH.get(name, name), "") for name in names}
    attempt = (record["date"], record["result"], record.get("tel1", ""))
    return row | {
        "resultado": row["resultado"].replace("-", " "),
        "description_cod1": codes.get(row["cod_rslt1"], ""),
        "description_cod2": codes.get(row["cod_rslt2"], ""),
        "history_dial_tel": " ".join(attempt) if record["date"] else "",
    }


HANDLERS = table(
    "campaign.php",
    codify=("PUT", codify),
    recall=("PUT", recall),
    recall_records=("PUT", recall_records),
    remove_record=("DELETE", remove_record),
    clear_campaign=("DELETE", clear_campaign),
    campaign_filter=("PUT", campaign_filter),
    campaign_15=("GET", campaign_15),
) | table("configuration.php", block_predictive_dnc=("PUT", block_predictive_dnc))
