"""Calls made from the catalogue's facts: right ones with what is to arrive of them, and wrong ones.

Nothing here knows the client's code. What is expected on the wire is worked out a second time, so that a mistake of
the client's is not expected along with it. `replying` does the same for what comes back.
"""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from attrs import evolve, field, frozen

from wolkvox_async.catalogue import entries

ENTRIES = entries()
NAMES = [" ".join(filter(None, (entry.full_name, entry.variant))) for entry in ENTRIES]
ZONE = ZoneInfo("America/Santiago")  # in March at -3, so that it is told from the -5 of campaign_3
START, END = datetime(2026, 3, 2), datetime(2026, 3, 3)
DATES = [("date_ini", "20260302000000"), ("date_end", "20260302235959")]
MOMENT = datetime(2026, 3, 9, 8, 5, 7)
ODD = "ñ & +/=?#%20 “x”"  # what an address or a form must not trip over


def method_of(wolkvox, entry):
    return getattr(getattr(wolkvox, entry.group), entry.name)


def dayless(entry):
    """Whether the rows name an hour without its date."""
    return bool(entry.rows and entry.rows.kind == "buckets" and not entry.rows.dated)


def undated(entry):
    """Whether, moreover, they can be asked for day by day or not; where a window is one day, they always are."""
    return dayless(entry) and entry.window_days > 1


# What is given, and what goes over the wire


@frozen
class Asked:
    """A right call: the keyword arguments, and what the server is to see of them."""

    given: dict[str, Any] = field(factory=dict)
    query: list[tuple[str, str]] = field(factory=list)
    body: Any = None
    parts: list[tuple[str, str | None, bytes]] = field(factory=list)  # name, file name, content

    def with_(self, **given):
        return evolve(self, given={**self.given, **given})


def asked(entry, folder, *, everything=False):
    """Return a right call of an endpoint: with all that it takes, or with what it needs."""
    chosen = [each for each in entry.parameters if everything or each.required or each.name in entry.one_of[:1]]
    return BY_HAND.get(entry.full_name, _asked)(entry, chosen, folder, everything)


def _asked(entry, chosen, folder, everything):
    call, fields = Asked(query=[("api", entry.api)] if entry.api else []), {}
    for each in chosen:
        value, wire = sample(each, folder, last=everything)
        call.given[each.name] = value
        if each.kind == "file":
            call.parts.append((each.wire, value.name, value.read_bytes()))
        elif each.where == "query":
            call.query.append((each.wire, wire))
        elif entry.body == "multipart":
            call.parts.append((each.wire, None, wire.encode()))
        else:
            fields[each.wire] = wire
    if entry.rows:
        call.given.update(start=START, end=END)
        call.query.extend(DATES)
    return evolve(call, body=([fields] if entry.body == "array" else fields) if fields else None)


def _in_body_and_query(entry, chosen, folder, everything):
    """The vendor documents the body; live servers were seen to read the query, so both go out."""
    call = _asked(entry, chosen, folder, everything)
    return evolve(call, query=[*call.query, *((name, str(value)) for name, value in (call.body or {}).items())])


def _records(entry, chosen, folder, everything):
    """An upload: what the catalogue has in the body are the fields of each of its records."""
    call = _asked(entry, chosen, folder, everything)
    names = [each.name for each in chosen if each.where == "body"]
    record = {name: call.given.pop(name) for name in names}
    if entry.variant:
        call = call.with_(type_campaign=entry.variant)
        query = [each for each in call.query if each[0] != "type_campaign"]
        call = evolve(call, query=[*query, ("type_campaign", entry.variant)])
    return call.with_(records=[record])


def _audio(entry, chosen, folder, everything):
    paths = [file(folder, f"grabación {n}.mp3") for n in range(1, 3 if everything else 2)]
    parts = [(f"file{n}", path.name, path.read_bytes()) for n, path in enumerate(paths, 1)]
    return Asked({"files": paths if everything else paths[0]}, [("api", entry.api)], parts=parts)


def _storage(entry, chosen, folder, everything):
    if not everything:
        path = file(folder, "uno.pdf")
        return Asked({"files": path}, [("api", entry.api)], parts=[("file", path.name, path.read_bytes())])
    paths = [file(folder, name) for name in ("uno.pdf", "dos ñ.csv")]
    parts = [("path", None, b"/Fondos"), *(("file[]", path.name, path.read_bytes()) for path in paths)]
    return Asked({"files": paths, "path": "/Fondos"}, [("api", entry.api)], parts=parts)


def _conversations(entry, chosen, folder, everything):
    """Without a page all are asked for, from the first one."""
    call = _asked(entry, chosen, folder, everything)
    call.body.setdefault("pagina_mensajes", 1)
    return call


BY_HAND = {
    "storage.list_files": _in_body_and_query,
    "campaign.add_records": _records,
    "campaign.add_dnc": _records,
    "configuration.upload_audio": _audio,
    "storage.upload_files": _storage,
    "whatsapp.conversations_today_by_customer": _conversations,
}
SENDING = {"records", "invalid", "batch_size", "stop", "upload_id", "again"}
TAKEN = {  # instead of the catalogue's parameters
    "campaign.add_records": {
        "campaign_id",
        "type_campaign",
        "campaign_status",
        "records",
        "invalid",
        "batch_size",
        "stop",
        "upload_id",
        "again",
    },
    "campaign.add_dnc": {"records", "invalid", "batch_size", "stop"},
    "configuration.upload_audio": {"files"},
    "storage.upload_files": {"files", "path"},
}
NEEDED = {
    "campaign.add_records": {"campaign_id", "type_campaign", "records"},
    "campaign.add_dnc": {"records"},
    "configuration.upload_audio": {"files"},
    "storage.upload_files": {"files"},
}


def taken(entry):
    """Return the keyword arguments of an endpoint's method: all of them, and those that it needs."""
    names = TAKEN.get(entry.full_name, {each.name for each in entry.parameters})
    needed = NEEDED.get(entry.full_name, {each.name for each in entry.parameters if each.required})
    dates = {"start", "end"} if entry.rows else set()
    return names | dates | ({"by"} if undated(entry) else set()), needed | dates


def file(folder, name):
    path = folder / name
    path.write_bytes(f"RIFF {name}\r\n--\r\n".encode() + bytes(range(256)))
    return path


def sample(argument, folder, *, last=False):
    """Return a right value of a parameter, and what stands for it on the wire."""
    match argument.kind:
        case "enum":
            value = argument.values[-1 if last else 0]
            return value, value
        case "id":
            return ("A-7/ñ &=+", "A-7/ñ &=+") if last else (4321, "4321")
        case "phone":
            return "573001112233", "573001112233"
        case "int":
            number = (argument.most if last else argument.least) or argument.least or 15
            return number, number if argument.bare else str(number)
        case "moment" | "time":
            value = MOMENT if argument.kind == "moment" else time(8, 5, 7)
            return value, value.strftime(argument.form or "%Y%m%d%H%M%S")
        case "list":
            return listed(argument)
        case "object":
            return {"opt1": "Placa"}, {"opt1": "Placa"}
        case "file":
            return (path := file(folder, "grabación 1.wav")), str(path)
    text = ("x" * argument.longest) if last and argument.longest else ODD
    return text, text


def listed(argument):
    if argument.items == "object":
        value = [{"type": "BODY", "text": ODD}, {"type": "FOOTER", "n": 2}]
    else:
        value = ["101", "102"] if not argument.values else list(argument.values[:2])
    return value, argument.joined.join(value) if argument.joined else value


def wrong_values(argument, folder):
    """Give values that cannot be right, each with words that the error has to say."""
    match argument.kind:
        case "enum":
            yield "no-such-value", [*argument.values]
        case "id":
            yield "  ", ["empty"]
        case "phone":
            yield "+57 300", ["digits"]
        case "int":
            yield "many", ["whole number"]
            if argument.least is not None:
                yield argument.least - 1, [f"at least {argument.least}"]
            if argument.most is not None:
                yield argument.most + 1, [f"at most {argument.most}"]
        case "moment" | "time":
            yield "mañana", ["give a"]
        case "list":
            yield [], ["empty"]
        case "object":
            yield "opt1=Placa", ["dict"]
        case "file":
            yield folder / "missing.wav", ["missing.wav"]
            yield folder, ["directory"]
        case "str":
            yield b"bytes", ["text"]
    if argument.longest is not None:
        yield "x" * (argument.longest + 1), [f"{argument.longest + 1} characters", f"at most {argument.longest}"]


def wrong_calls(entry, folder):
    """Give arguments that are right but for one thing, each with the words that the error has to say."""
    right = asked(entry, folder, everything=True).given
    inner = {each.name for each in entry.parameters if each.where == "body"} if "records" in right else set()
    for each in entry.parameters:
        name = "files" if "files" in right and each.kind == "file" else each.name
        wrong = [*wrong_values(each, folder)]
        if each.required:
            wrong.append((None, [] if each.kind == "file" else ["missing"]))
        for value, words in wrong:
            if name in inner and each.kind == "id":
                continue  # an empty field of a record is left out
            change = {"records": [right["records"][0] | {name: value}]} if name in inner else {name: value}
            yield right | change, [name, *words]
    if entry.one_of and "files" not in right:
        yield right | dict.fromkeys(entry.one_of), entry.one_of
    if entry.rows:
        yield right | {"end": START}, ["end", "not after start"]
        yield right | {"start": "2026-03-02"}, ["start", "give a date"]
