"""What a call must bring by the catalogue: parameters and their values, the kind of body, a window not too long.

Each objection is a 400, and a violation in the ledger: a good client never sends such a call.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from wolkvox_async.catalogue import Argument, Entry
from wolkvox_async.simulator import facts
from wolkvox_async.simulator.handlers.call import Call, Part
from wolkvox_async.simulator.truth import parse
from wolkvox_async.simulator.wire import Reply, bad_request
from wolkvox_async.simulator.world.series import Window, seconds

MOMENT = "%Y%m%d%H%M%S"
LOADING = "campaign.add_records"  # a load is taken without the type of its campaign, too
STATUSES = {"1": "start", "0": "stop"}


def objection(entry: Entry, call: Call) -> Reply | None:
    """Return the refusal of a call that does not bring what its endpoint wants, None where there is nothing to say."""
    missing = next(_missing(entry, call), None)
    if missing is not None:
        return bad_request(facts.PARAMETERS_REQUIRED, missing)
    wrong = next(_wrong(entry, call), None)
    return None if wrong is None else bad_request(facts.INVALID_VALUE, wrong)


def understood(entry: Entry, call: Call) -> Mapping[str, str]:
    """Return a call's query as live servers understand it: words for all in any case, and numbers for some words."""
    query = dict(call.query)
    for each in entry.parameters:
        value = query.get(each.wire)
        if value is None or each.where != "query":
            continue
        query[each.wire] = next((word for word in each.also if word.lower() == value.lower()), value)
    left_out = entry.full_name == LOADING and not query.get("type_campaign", "").strip()
    if left_out or query.get("type_campaign") == "1":
        named = call.truth.campaign(call.tenant, query.get("campaign_id", ""))
        query["type_campaign"] = named.kind if named else "predictive"
    if "campaign_status" in query:
        query["campaign_status"] = STATUSES.get(query["campaign_status"], query["campaign_status"])
    return query


def window(entry: Entry, call: Call) -> Window | Reply:
    """Return the seconds of a call's window, or the refusal of one that is none or too long."""
    try:
        start, end = parse(call.query["date_ini"]), parse(call.query["date_end"])
    except ValueError:
        return bad_request(facts.INVALID_VALUE, "date_ini or date_end is not YYYYmmddHHMMSS")
    if end < start:
        return bad_request(facts.INVALID_VALUE, "date_end is before date_ini", "window")
    if end - start > timedelta(days=entry.window_days):
        return bad_request(facts.LONG_WINDOW.format(entry.window_days), f"the window is {end - start} long", "window")
    return seconds(start), seconds(end)


def _missing(entry: Entry, call: Call) -> Iterator[str]:
    if entry.rows is not None:
        yield from (f"parameter {name} is missing" for name in ("date_ini", "date_end") if not call.given(name).strip())
    if entry.body in ("json", "array") and call.body is None and any(_of_body(each) for each in entry.parameters):
        yield "the body is no JSON"
    for each in entry.parameters:
        # Of a list of records each is looked at by itself, by who takes them.
        if each.required and not (entry.body == "array" and each.where == "body") and _value(each, call) is None:
            yield f"parameter {each.wire} is missing"
    if entry.one_of and all(_value(each, call) is None for each in entry.parameters if each.name in entry.one_of):
        yield f"none of {', '.join(entry.one_of)} is given"


def _of_body(argument: Argument) -> bool:
    return argument.where == "body" and argument.required


def _wrong(entry: Entry, call: Call) -> Iterator[str]:
    if entry.body == "json" and not isinstance(call.body, Mapping | None):
        yield "the body is no object"
    if entry.body == "array" and not _records(call.body):
        yield "the body is no list of objects"
    for each in entry.parameters:
        value = None if entry.body == "array" and each.where == "body" else _value(each, call)
        fault = None if value is None else _fault(each, value)
        if fault is not None:
            yield f"parameter {each.wire} {fault}"


def _records(body: Any) -> bool:
    return isinstance(body, Mapping) or (isinstance(body, list) and all(isinstance(each, Mapping) for each in body))


def _value(argument: Argument, call: Call) -> Any:
    """Return what is given for a parameter; None where nothing is, or nothing but blanks."""
    if argument.kind == "file":
        return next((parts for name, parts in call.form.items() if _stem(name) == _stem(argument.wire)), None)
    if argument.where == "query":
        value: Any = call.query.get(argument.wire)
    elif isinstance(call.body, Mapping):
        value = call.body.get(argument.wire)
    else:
        value = _text(call.form.get(argument.wire, ()))
    return None if isinstance(value, str) and not value.strip() else value


def _text(parts: Sequence[Part]) -> str | None:
    return parts[0].text if parts else None


def _stem(name: str) -> str:
    """Return the name that file1, file2 and file[] have in common: the number is the client's to choose."""
    return name.rstrip("0123456789[]")


def _fault(argument: Argument, value: Any) -> str | None:
    """Return what is wrong with a value."""
    match argument.kind:
        case "file":
            return None
        case "list" if not argument.joined and str(value) not in argument.also:
            return _list_fault(argument, value)
        case "object":
            return None if isinstance(value, Mapping) else "is no object"
    if isinstance(value, bool) or not isinstance(value, str | int):
        return "is no text"
    text = str(value)
    return None if text in argument.also else _text_fault(argument, text)


def _list_fault(argument: Argument, value: Any) -> str | None:
    if not isinstance(value, list):
        return "is no list"
    objects = argument.items == "object"
    return "is no list of objects" if objects and not all(isinstance(each, Mapping) for each in value) else None


def _text_fault(argument: Argument, text: str) -> str | None:
    if argument.longest is not None and len(text) > argument.longest:
        return f"has more than {argument.longest} characters"
    match argument.kind:
        case "enum" if text not in argument.values:
            return f"is none of {', '.join(argument.values)}"
        case "phone" if not (text.isascii() and text.isdigit()):
            return "is no phone number"
        case "int":
            return _number_fault(argument, text)
        case "moment" | "time" if not _fits(argument.form or MOMENT, text):
            return f"is not like {argument.form or MOMENT}"
    return None


def _number_fault(argument: Argument, text: str) -> str | None:
    if not (text.isascii() and text.removeprefix("-").isdigit()):
        return "is no number"
    low, high = argument.least, argument.most
    if (low is not None and int(text) < low) or (high is not None and int(text) > high):
        return "is out of its range"
    return None


def _fits(form: str, text: str) -> bool:
    try:
        return datetime.strptime(text, form).strftime(form) == text  # noqa: DTZ007 - a wall clock
    except ValueError:
        return False
