"""What is unknown of the real server, and what it does on bad days, so that a client can be tried against each."""

from collections.abc import Iterable
from typing import Any, Literal

from attrs import Attribute, field, fields, frozen
from attrs.validators import ge, in_, optional

from wolkvox_async.simulator import facts
from wolkvox_async.spelling import nearest

VERDICTS = (
    "list",
    "object",
    "texts",
    "text",
    "keyed",
    "numbers",
    "positions",
    "from-one",
    "reasons",
    "counts",
    "errors",
    "registers",
    "added",
    "silent",
)


def _switch(default: Any, what: str, *choices: object, least: float | None = None, nothing: bool = False) -> Any:
    """Make a field that says what it is for. least: of a number; nothing: None is a value, too."""
    validator: Any = in_(choices) if choices else ge(least) if least is not None else None
    if nothing:
        validator = optional(validator)
    return field(default=default, validator=validator, metadata={"what": what, "choices": choices})


@frozen(kw_only=True)
class Switches:
    """How the server behaves where it may behave in several ways; `wolkvox simulate --help` lists them all."""

    order: Literal["newest", "oldest", "shuffled"] = _switch(
        "newest", "order of a report's rows", "newest", "oldest", "shuffled"
    )
    full_message: Literal["cut", "true"] = _switch(
        "cut", "whether a reply cut at its most rows names the number cut or the true one", "cut", "true"
    )
    oversize: Literal["error", "drop", "serve"] = _switch(
        "error",
        "a reply over 256 MB is an error page, breaks off there, or is sent whole",
        "error",
        "drop",
        "serve",
    )
    partial_status: Literal[201, 404] = _switch(201, "status of an upload that was accepted in part", 201, 404)
    verdict: str = _switch("list", "the form in which an upload that was accepted in part says so", *VERDICTS)
    not_found: Literal["list", "404"] = _switch("list", "what a search without a match gives", "list", "404")
    gzip: bool = _switch(False, "replies are compressed")
    publication_delay: float = _switch(0.0, "rows younger than this many seconds are not shown yet", least=0)
    late_every: int | None = _switch(None, "every n-th row is published late, by late_seconds", least=2, nothing=True)
    late_seconds: float = _switch(1800.0, "seconds after which a late row is shown", least=0)
    corrected_seconds: float = _switch(
        0.0, "rows younger than this many seconds have no codes and comments yet, which are corrected later", least=0
    )
    loaded_cap: int = _switch(10_000_000, "records that a tenant may have loaded", least=0)
    request_bytes: int = _switch(256 * 2**20, "a request of more bytes is refused with 413", least=0)
    licences_after_noon: int | None = _switch(None, "licences from noon on, and so the quota", least=1, nothing=True)
    slow: Literal["page", "drop"] = _switch(
        "page", "a call of more than call_seconds gets a 504 page, or its connection is dropped", "page", "drop"
    )
    call_seconds: float = _switch(facts.CALL_SECONDS, "seconds that a call may take", least=0)
    idle_seconds: float | None = _switch(
        None, "idle connections are closed after these seconds; Apache's are after 5", least=0, nothing=True
    )
    table_fields: bool = _switch(False, "fields that only the vendor's tables have are sent, too")
    bare_campaigns: bool = _switch(False, "real_time campaigns come without an envelope")
    sample_codes: bool = _switch(False, "`code` is that of the vendor's samples: mostly a number, not a text")
    reply_records: int = _switch(facts.RECORDS_DOWN, "rows that a reply has at most", least=1)
    reply_bytes: int = _switch(facts.REPLY_BYTES, "bytes that a reply has at most", least=1)


def described() -> list[tuple[str, str]]:
    """Return each switch with its values, and what it is for."""
    return [(f"{each.name}={_values(each)}", str(each.metadata["what"])) for each in fields(Switches)]


Switches.__doc__ = "\n".join(
    (
        f"{Switches.__doc__}\n\n    Args:",
        *(
            f"        {each.name}: {each.metadata['what'][0].upper()}{each.metadata['what'][1:]}."
            for each in fields(Switches)
        ),
    )
)


def _values(each: "Attribute[Any]") -> str:
    choices = [each.default, *(value for value in each.metadata["choices"] if value != each.default)]
    choices = ["no", "yes"] if isinstance(each.default, bool) else choices if len(choices) > 1 else []
    shown = "none" if each.default is None else each.default
    return "|".join(map(str, choices)) if choices else str(shown)


def from_texts(texts: Iterable[str]) -> Switches:
    """Make switches of NAME=VALUE texts. ValueError names one that is unknown or has no such value."""
    known = {each.name: each for each in fields(Switches)}
    values = {}
    for each in texts:
        name, _, text = each.partition("=")
        if name not in known:
            raise ValueError(f"no switch {name!r}; {nearest(name, known)}")
        values[name] = _value(known[name], text)
    return Switches(**values)


def _value(each: "Attribute[Any]", text: str) -> Any:
    choices = each.metadata["choices"]
    if choices:
        found = next((value for value in choices if str(value) == text), None)
        if found is None:
            raise ValueError(f"switch {each.name}: {text!r} is none of {', '.join(map(str, choices))}")
        return found
    if isinstance(each.default, bool):
        if text.lower() not in {"yes", "no", "true", "false", "1", "0"}:
            raise ValueError(f"switch {each.name}: {text!r} is neither yes nor no")
        return text.lower() in {"yes", "true", "1"}
    if each.default is None and text.lower() == "none":
        return None
    try:
        return float(text) if each.type in {float, float | None} else int(text)
    except ValueError:
        raise ValueError(f"switch {each.name}: {text!r} is no number") from None
