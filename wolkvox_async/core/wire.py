"""The wire's strings become typed records.

Nearly everything on the wire is a string, and missing comes as "", "-", "--", blanks or null. A record class says with
its annotations what each field means (`Int`, `Moment`, ...), and cattrs generates one structure function per class.

Documents and servers differ: fields come that no document lists, documented ones stay away, values are odd. None of
this is fatal and none is lost. A record that is not as documented goes a second, slower way: what is missing is None,
what is unknown or does not parse stands in `extra`, as it came. A strict decoder raises for what does not parse.
"""

import re
import reprlib
from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from functools import cache, partial
from types import NoneType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Generic,
    NamedTuple,
    TypeVar,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

import attrs

from wolkvox_async.core.kinds import (
    Day,
    Duration,
    Flag,
    Float,
    Hook,
    Id,
    Int,
    Kind,
    Moment,
    MomentGMT5,
    Percent,
    Phone,
    Text,
    as_it_came,
    missing,
    refuse,
)
from wolkvox_async.core.on_use import built_on_use
from wolkvox_async.core.parsing import Defective, Elements, Written, holds_float, replaced
from wolkvox_async.core.parsing import number as plain_number
from wolkvox_async.core.plain import Plain
from wolkvox_async.core.shape import listed
from wolkvox_async.described import described
from wolkvox_async.errors import DecodeError
from wolkvox_async.pattern import pattern

if TYPE_CHECKING:
    from cattrs.errors import AttributeValidationNote

__all__ = [
    "Day",
    "Decoder",
    "Duration",
    "Flag",
    "Float",
    "Id",
    "Int",
    "Kind",
    "Moment",
    "MomentGMT5",
    "Percent",
    "Phone",
    "Record",
    "Text",
    "beside",
    "gathered",
    "named",
    "record",
    "spelt",
]

R = TypeVar("R")

_FAULTS = (ValueError, TypeError, ArithmeticError, LookupError, DecodeError)  # of a value, a missing key, a list in it


def named(wire: str, *also: str) -> Any:
    """Declare a field whose name on the wire is no identifier, or is spelt in several ways; all are accepted."""
    return attrs.field(metadata={"wire": (wire, *also)})


def gathered(wire: str) -> Any:
    """Declare a mapping for the fields whose names depend on a parameter, as in `service_level_45seg`.

    wire is a pattern of one group, digits; the mapping goes from that number to the value, `dict[int, Percent]`.
    """
    return attrs.field(factory=dict, kw_only=True, metadata={"gathered": pattern(wire)})


def beside() -> Any:
    """Declare a field that is not on the wire: the reader of a report sets it."""
    return attrs.field(default=None, kw_only=True, metadata={"beside": True})


@dataclass_transform(field_specifiers=(attrs.field, named, gathered, beside))
def record(cls: type[R]) -> type[R]:
    """Make a record class, built on first use. Its fields have no defaults: cattrs makes one positional call of them.

    Not frozen: such a class writes each slot through object.__setattr__, and decoding took 1.4 times as long.
    """
    return described(built_on_use(cls, eq=False, repr=False))


@record
class Record(Plain):
    """A row of a reply."""

    extra: dict[str, object] = attrs.field(factory=dict, kw_only=True)
    """What the server sent beside the documented fields, and the raw value of a field that did not parse."""

    # Written once here: attrs would compile them for each class, which a program that starts has to wait for.

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and attrs.astuple(self, recurse=False) == attrs.astuple(other, recurse=False)  # type: ignore[arg-type]

    __hash__ = None  # type: ignore[assignment]  # its values may change

    def __repr__(self) -> str:
        names = [name for name in self.keys() if name != "extra" or self.extra]
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"


class Decoder(Generic[R]):
    """Makes records of parsed JSON objects; times are wall clock times of zone.

    strict: a value that does not parse raises DecodeError instead of going to `extra`. Missing and unknown fields
    are never fatal; an element that is not an object always is. Cheap to make: the generated functions are cached.
    """

    def __init__(self, record: type[R], zone: tzinfo, *, strict: bool = False, nested: bool = False) -> None:
        self._record = record
        self._nested = nested
        self._strict = strict
        self._plan = _plan(record, zone, strict)  # type: ignore[arg-type]  # a class is hashable

    def decode(self, elements: Sequence[Any], first: int = 1) -> list[R]:
        """Make the records; first is the number of the first one, for errors."""
        cls, fast, count = self._record, self._plan.fast, len(self._plan.empty)
        records: list[R] = []
        append = records.append
        exactly = _Exactly(elements, nested=self._nested)
        for number, element in enumerate(elements, first):
            if element.__class__ is dict and len(element) == count:
                try:
                    append(fast(element, cls))
                except _FAULTS:
                    append(self._lenient(element, number, partial(exactly.of, number - first)))
            else:
                append(self._lenient(element, number, partial(exactly.of, number - first)))
        return records

    def _lenient(self, element: Any, number: int, exactly: Callable[[], Any]) -> R:
        """Make a record of an object that is not as documented.

        exactly: gives the object with its numbers as they are written, which matters where one becomes a text.
        """
        plan = self._plan
        if not isinstance(element, dict):
            raise _error(number, "", element, "object")
        full = plan.full(element)
        found: Any = None
        try:  # noqa: SIM105 - suppress would take longer, for each of many rows
            found = plan.fast(full, self._record)
        except _FAULTS:
            pass
        unknown: dict[str, Any] = {}
        if len(full) > len(plan.empty):
            unknown = {key: value for key, value in full.items() if key not in plan.empty}
        if holds_float(full if found is None else unknown):
            return self._lenient(exactly(), number, exactly)
        unread: dict[str, Any] = {}
        if found is None:
            unread = self._unread(full, number)
            found = plan.fast(full | dict.fromkeys(unread), self._record)
        if unread or unknown:
            for mapping in plan.mappings:
                unknown = self._gather(found, mapping, unknown, number)
            found.extra = {name: plain_number(value) for name, value in (unknown | unread).items()}
        if isinstance(element, Defective):
            if self._strict:
                field, text = next(iter(element.raw.items()))
                raise _error(number, field, text, "text")
            found.extra |= element.raw
        return found  # type: ignore[no-any-return]

    def _gather(self, found: R, mapping: "_Mapping", unknown: dict[str, Any], number: int) -> dict[str, Any]:
        """Move the unknown fields that belong into a mapping there; return the others."""
        others = {}
        for key, value in unknown.items():
            match = mapping.pattern.fullmatch(key)
            if match is None:
                others[key] = value
                continue
            try:
                getattr(found, mapping.field)[int(match[1])] = mapping.hook(value, None)
            except _FAULTS:
                if self._strict:
                    raise _error(number, key, value, mapping.kind) from None
                others[key] = value
        return others

    def _unread(self, full: Mapping[str, Any], number: int) -> dict[str, Any]:
        """The values that do not parse, by their names on the wire."""
        from cattrs.errors import ClassValidationError  # noqa: PLC0415 - see _plan

        faults: list[tuple[Exception, AttributeValidationNote]] = []
        try:
            self._plan.detailed()(full, self._record)
        except ClassValidationError as group:
            faults, _ = group.group_exceptions()
        names = [(*self._plan.names[note.name], error) for error, note in faults]
        if self._strict:
            wire, kind, error = names[0]
            if isinstance(error, DecodeError):  # of a record within this one
                place = f"{wire}[{error.record}].{error.field}"
                raise _error(number, place, error.value, error.type)
            raise _error(number, wire, plain_number(full[wire]), kind)
        return {wire: full[wire] for wire, _, _ in names}


def _error(number: int, field: str, value: Any, kind: str) -> DecodeError:
    what = f"record {number}: {field or 'it'} is no {kind}: {reprlib.repr(value)}"
    return DecodeError(what, record=number, field=field, value=value, type=kind)


class _Exactly:
    """The elements of a batch with their numbers as they are written, read when the first is asked for."""

    def __init__(self, elements: Sequence[Any], *, nested: bool) -> None:
        self._elements = elements
        self._nested = nested
        self._exact: list[Any] | None = None

    def of(self, place: int) -> Any:
        """Return an element; of those within another it is a fault, so that the outer one is read exactly."""
        if self._nested:
            return refuse(self._elements[place])
        if self._exact is None:
            try:
                self._exact = self._elements.exactly() if isinstance(self._elements, Elements) else []
            except (ValueError, RecursionError):  # nested deeper than the exact parser goes
                self._exact = []
        return self._exact[place] if self._exact else replaced(self._elements[place], float, Written)


class _Plan(NamedTuple):
    """What is generated once for a record class, a zone and strictness."""

    fast: Hook
    detailed: Callable[[], Hook]  # generated when a value does not parse, to say which
    empty: Mapping[str, None]  # a record with nothing in it, by names on the wire
    aliases: Sequence[tuple[str, str]]  # another spelling, and the one that `fast` reads
    names: Mapping[str, tuple[str, str]]  # of a field: its name on the wire, and its documented type
    mappings: Sequence["_Mapping"]

    def full(self, element: Mapping[str, Any]) -> dict[str, Any]:
        """Return all fields of an object: what is missing is None, and each has the name that `fast` reads."""
        full = {**self.empty, **element}
        for alias, wire in self.aliases:
            if alias in element and wire not in element and full[wire] is None:
                full[wire] = full.pop(alias)
        return full


def spelt(field: "attrs.Attribute[Any]") -> tuple[str, tuple[str, ...]]:
    """Return a field's name on the wire, and the others that are accepted."""
    wire, *also = field.metadata.get("wire", (field.name,))
    return wire, tuple(alias for alias in dict.fromkeys((*also, field.name)) if alias != wire)


class _Mapping(NamedTuple):
    """A field that gathers the fields of the wire whose names match a pattern."""

    field: str
    pattern: re.Pattern[str]
    kind: str
    hook: Hook


@cache
def _plan(cls: type, zone: tzinfo, strict: bool) -> _Plan:
    from cattrs import Converter  # noqa: PLC0415 - only who reads records needs it
    from cattrs.gen import make_dict_structure_fn, override  # noqa: PLC0415

    hints = get_type_hints(cls, include_extras=True)
    overrides = {}
    aliases: list[tuple[str, str]] = []
    names: dict[str, tuple[str, str]] = {}
    mappings: list[_Mapping] = []
    for field in attrs.fields(cls):
        if field.name == "extra" or "beside" in field.metadata:
            overrides[field.name] = override(omit=True)
            continue
        if "gathered" in field.metadata:
            kind, hook = _reader(get_args(hints[field.name])[1], zone, strict)
            mappings.append(_Mapping(field.name, field.metadata["gathered"], kind, hook))
            overrides[field.name] = override(omit=True)
            continue
        wire, also = spelt(field)
        aliases += [(alias, wire) for alias in also]
        kind, hook = _reader(hints[field.name], zone, strict)
        names[field.name] = wire, kind
        overrides[field.name] = override(rename=wire, struct_hook=hook)

    def generate(detailed: bool) -> Hook:
        return make_dict_structure_fn(cls, Converter(detailed_validation=detailed), **overrides)  # type: ignore[arg-type]

    empty = dict.fromkeys(wire for wire, _ in names.values())
    return _Plan(generate(False), cache(partial(generate, True)), empty, tuple(aliases), names, tuple(mappings))


def _reader(hint: Any, zone: tzinfo, strict: bool) -> tuple[str, Hook]:
    """The documented type's name, and the function that reads such a value."""
    if get_origin(hint) is Annotated:
        kind: Kind = hint.__metadata__[0]
        return kind.name, kind.reader(zone)
    plain, optional = hint, NoneType in get_args(hint)
    if optional:
        plain = next(option for option in get_args(hint) if option is not NoneType)
    origin, items = get_origin(plain) or plain, get_args(plain)
    if origin is list:
        decoder = Decoder(items[0], zone, strict=strict, nested=True) if items and attrs.has(items[0]) else None
        return "list", _list(decoder, optional=optional)
    if attrs.has(origin):
        return "object", _object(Decoder(origin, zone, strict=strict, nested=True))
    if hint in {Any, object}:
        return "any", as_it_came
    raise TypeError(f"{hint} does not say how to read a value: take Text, Int, Moment, a list or a record")


def _list(decoder: Decoder[Any] | None, *, optional: bool) -> Hook:
    """A list, of records where there is a decoder; none where it is missing, or None if it is optional."""

    def read(value: Any, _type: object) -> list[Any] | None:
        many = listed(value)
        if many is not None:
            return decoder.decode(many) if decoder else as_it_came(many)
        if missing(value):
            return None if optional else []
        return refuse(value)  # type: ignore[no-any-return]

    return read


def _object(decoder: Decoder[Any]) -> Hook:
    """One record within another."""

    def read(value: Any, _type: object) -> Any:
        return None if missing(value) else decoder.decode((value,))[0]

    return read
