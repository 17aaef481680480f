"""How values and records look on the wire: a JSON Schema for each kind of value and each record class.

Nearly everything is a string, numbers too, and missing is "", "-", "--", blanks or null. So each kind is a pattern of
what the decoder reads (`wolkvox_async.core.wire`), and none says which fields must be there: documented ones stay
away, others come.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import NoneType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import attrs

from wolkvox_async.core import wire

__all__ = ["KINDS", "Names", "names", "record_schema"]

Schema = dict[str, Any]
Names = Mapping[type, str]

_NOTHING = r"\s*-{0,2}\s*"
_NUMBER = r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)"
_DECIMAL = rf"({_NUMBER}(\.[0-9]*)?([eE][+-]?[0-9]+)?|[+-]?\.[0-9]+)"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def _kind(description: str, pattern: str, *types: str, examples: Iterable[str]) -> Schema:
    """Return the schema of a kind of value; missing is always among what may come."""
    whole = rf"^(\s*{pattern}\s*|{_NOTHING})$"
    return {
        "type": ["string", *types, "null"],
        "pattern": whole,
        "description": f'{description} Missing: "", "-", "--", blanks or null.',
        "examples": list(examples),
    }


def _free(description: str, *examples: str) -> Schema:
    return {"type": ["string", "number", "null"], "description": description, "examples": list(examples)}


# By the names of `core.wire`, which says the same to Python.
KINDS: Mapping[str, Schema] = {
    "Text": _free("A text."),
    "Id": _free("An identifier: letters are possible, leading zeros count.", "32841"),
    "Phone": _free("A telephone number, as it was dialled or stored.", "573001112233"),
    "Int": _kind("A whole number, quoted.", _NUMBER, "integer", examples=["1204"]),
    "Float": _kind("A number, quoted; a comma separates thousands.", _DECIMAL, "number", examples=["12.50"]),
    "Percent": _kind(
        "A percentage, quoted; may be above 100.",
        rf"({_DECIMAL}|-{{0,2}})\s*%?",
        "number",
        examples=["34.64 %", "15,233.33 %"],
    ),
    "Duration": _kind(
        "A length of time: HH:MM:SS, with hours above 24, or seconds.",
        r"([0-9]+:[0-5][0-9]:[0-5][0-9]|[0-9]+(\.[0-9]+)?)",
        "number",
        examples=["26:01:02"],
    ),
    "Moment": _kind(
        "Date and time on the operation's wall clock.",
        rf"{_DATE}( [0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}})?",
        examples=["2025-01-31 10:00:00"],
    ),
    "MomentGMT5": _kind(
        "Date and time at GMT-5, whatever the operation's zone.",
        rf"{_DATE}( [0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}})?",
        examples=["2025-01-31 10:00:00"],
    ),
    "Day": _kind("A date.", rf"({_DATE}|[0-9]{{8}})", "integer", examples=["2025-01-31", "20250131"])
    | {"minimum": 1000_01_01, "maximum": 9999_12_31},
    "Flag": _kind(
        "Yes or no.",
        r"([Yy][Ee][Ss]|[Ss][IiÍí]|[Tt][Rr][Uu][Ee]|1|[Nn][Oo]|[Ff][Aa][Ll][Ss][Ee]|0)",
        "boolean",
        "integer",
        examples=["yes", "false"],
    )
    | {"minimum": 0, "maximum": 1},
    "Missing": {"type": ["string", "null"], "pattern": f"^{_NOTHING}$", "description": "What stands for nothing."},
}
_NAME_OF = {getattr(wire, name).__metadata__[0]: name for name in KINDS if name != "Missing"}


def names(records: Iterable[type], taken: Collection[str] = ()) -> dict[type, str]:
    """Return the name of each record class, and of those within them; its module's is put before one that is taken."""
    found: dict[type, str] = {}
    for cls in records:
        for each in _within(cls):
            if each not in found:
                free = each.__name__ not in found.values() and each.__name__ not in taken
                found[each] = each.__name__ if free else f"{each.__module__.rpartition('.')[2].title()}{each.__name__}"
    return found


def _within(cls: type) -> Iterator[type]:
    yield cls
    for hint in _hints(cls).values():
        if (inner := _record_in(hint)) is not None:
            yield from _within(inner)


def _hints(cls: type) -> dict[str, Any]:
    """Return the hints of the fields that come over the wire."""
    hints = get_type_hints(cls, include_extras=True)
    fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(cls)
    return {
        field.name: hints[field.name] for field in fields if field.name != "extra" and "beside" not in field.metadata
    }


def _bare(hint: Any) -> Any:
    """Return a hint without its `| None`."""
    options = [option for option in get_args(hint) if option is not NoneType]
    return options[0] if NoneType in get_args(hint) and get_origin(hint) is not Annotated else hint


def _record_in(hint: Any) -> type | None:
    plain = _bare(hint)
    for each in (plain, *get_args(plain)):
        if isinstance(each, type) and attrs.has(each):
            return each
    return None


def record_schema(cls: type, known: Names) -> Schema:
    """Return the schema of a record class. Other spellings of a name are properties too; more may always come.

    But for those that differ in blanks and the like, which generators of code would make one name of.
    """
    properties: Schema = {}
    gathered: Schema = {}
    hints = _hints(cls)
    for field in attrs.fields(cls):
        if field.name not in hints:
            continue
        if pattern := field.metadata.get("gathered"):
            gathered[f"^{pattern.pattern}$"] = _value(get_args(hints[field.name])[1], known)
            continue
        first, *also = field.metadata.get("wire", (field.name,))
        value = _value(hints[field.name], known)
        properties[first] = value
        known_as = [other for other in also if _letters(other) != _letters(first)]
        properties |= {other: value | {"description": f"Another spelling of {first}."} for other in known_as}
    schema: Schema = {
        "type": "object",
        "description": " ".join((cls.__doc__ or "").split()),
        "properties": properties,
        "additionalProperties": True,
    }
    return schema | ({"patternProperties": gathered} if gathered else {})


def _letters(name: str) -> str:
    return "".join(each for each in name.lower() if each.isalnum())


def _value(hint: Any, known: Names) -> Schema:
    if get_origin(hint) is Annotated:
        return ref(_NAME_OF[hint.__metadata__[0]])
    plain = _bare(hint)
    record = _record_in(plain)
    if (get_origin(plain) or plain) is list:
        listed: Schema = {"type": "array", "items": ref(known[record]) if record else {}}
        return {"anyOf": [listed, ref("Missing")]}
    if record:
        return {"anyOf": [ref(known[record]), ref("Missing")]}
    return {}  # anything, as it came


def ref(name: str) -> Schema:
    """Return a reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}
