"""What the values of the wire mean: one function for each kind of text, and the annotations that name them.

Missing comes as "", "-", "--", blanks or null, and is None. A value that is not of its kind is refused; what becomes of
it then is the decoder's affair.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone, tzinfo
from math import isfinite
from typing import Annotated, Any, TypeAlias

from wolkvox_async.core.parsing import Written, digits, holds_float, number
from wolkvox_async.pattern import pattern
from wolkvox_async.spelling import of_class

__all__ = [
    "Day",
    "Duration",
    "Flag",
    "Float",
    "Hook",
    "Id",
    "Int",
    "Kind",
    "Moment",
    "MomentGMT5",
    "Percent",
    "Phone",
    "Text",
    "as_it_came",
    "missing",
    "refuse",
]

Hook: TypeAlias = Callable[[Any, Any], Any]  # of the value and, since cattrs hands it on, the type

_MIDNIGHT = datetime(1, 1, 1)  # noqa: DTZ001 - the wire's times are wall clock times, and naive until they are read
_GMT5 = timezone(timedelta(hours=-5))
_WHOLE = r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)"
_NUMBER = pattern(_WHOLE)
_DECIMAL = pattern(_WHOLE + r"(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|[+-]?\.[0-9]+")
_DURATION = pattern(r"([0-9]+):([0-5][0-9]):([0-5][0-9])")
_SECONDS = pattern(r"[0-9]+(?:\.[0-9]+)?")
_DAY = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8}")
_FLAGS = {"yes": True, "si": True, "sí": True, "true": True, "1": True} | dict.fromkeys(("no", "false", "0"), False)


def missing(value: object) -> bool:
    """Whether a value is one of the wire's ways to say that there is none."""
    return value is None or (isinstance(value, str) and value.strip(" \t\r\n") in {"", "-", "--"})


def refuse(value: object) -> Any:
    """Raise the error for a value that is not of its kind."""
    raise ValueError(f"{of_class(value)} that does not parse")


def _plain(value: object) -> str:
    """The string of a value that may have come as a bare number; nothing else has one."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, Written):
        return value.text
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return refuse(value)  # type: ignore[no-any-return]


# The functions below are called once for each value, so each tries the usual case first.


def _text(value: Any, _type: object = None) -> str | None:
    if value == "":
        return None
    try:
        if value > "--":  # as all letters and digits are, and the markers and blanks are not
            return value  # type: ignore[no-any-return]
    except TypeError:
        if isinstance(value, int):
            return str(value)
        if isinstance(value, Written):
            return value.text
    if missing(value):
        return None
    return value if isinstance(value, str) else refuse(value)  # a float has lost how it was written


def _phone(value: Any, _type: object = None) -> str | None:
    # As _text, which would be called once more for each of many phones.
    if value == "":
        return None
    try:
        if value > "--":
            return value  # type: ignore[no-any-return]
    except TypeError:
        pass
    return digits(value.text) if isinstance(value, Written) else _text(value)


def _int(value: Any, _type: object = None) -> int | None:
    if value.__class__ is str:
        if value.isdecimal():
            return int(value)
        if not value or missing(value):
            return None
        if _NUMBER.fullmatch(plain := value.strip()):
            return int(plain.replace(",", ""))
    elif value is None or value.__class__ is int:
        return value
    elif value.__class__ is Written and _NUMBER.fullmatch(value.text):
        return int(value.text)
    return refuse(value)  # type: ignore[no-any-return]


def _float(value: Any, _type: object = None) -> float | None:
    if missing(value):
        return None
    plain = _plain(value)
    if _DECIMAL.fullmatch(plain) and isfinite(number := float(plain.replace(",", ""))):
        return number
    return refuse(value)  # type: ignore[no-any-return]


def _percent(value: Any, _type: object = None) -> float | None:
    return _float(value.strip().removesuffix("%") if isinstance(value, str) else value)


def _duration(value: Any, _type: object = None) -> timedelta | None:
    if missing(value):
        return None
    plain = _plain(value)
    if clock := _DURATION.fullmatch(plain):
        hours, minutes, seconds = clock.groups()
        return timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))
    return timedelta(seconds=float(plain)) if _SECONDS.fullmatch(plain) else refuse(value)


def _moment(zone: tzinfo) -> Hook:
    # Adding to an aware midnight gives the wall clock in its zone, like replace(tzinfo=zone), in a fifth of the time.
    midnight = _MIDNIGHT.replace(tzinfo=zone)

    def read(value: Any, _type: object = None) -> datetime | None:
        # fromisoformat is quick but takes weeks, offsets and compact forms too. The characters 4, 7, 10, 13 and 16
        # distinguish them; a text shorter or longer than the documented one has not just these.
        if value.__class__ is str and value[4::3] == "-- ::":
            return midnight + (datetime.fromisoformat(value) - _MIDNIGHT)
        if missing(value):
            return None
        plain = _plain(value)
        if plain[4::3] == "-- ::" or (_DAY.fullmatch(plain) and "-" in plain):
            return midnight + (datetime.fromisoformat(plain) - _MIDNIGHT)
        return refuse(value)  # type: ignore[no-any-return]

    return read


def _day(value: Any, _type: object = None) -> date | None:
    if missing(value):
        return None
    plain = _plain(value)
    return date.fromisoformat(plain) if _DAY.fullmatch(plain) else refuse(value)


def _flag(value: Any, _type: object = None) -> bool | None:
    if missing(value) or isinstance(value, bool):
        return value if isinstance(value, bool) else None
    flag = _FLAGS.get(_plain(value).lower())
    return refuse(value) if flag is None else flag


def as_it_came(value: Any, _type: object = None) -> Any:
    """Return a value of no documented type, unless its numbers may have lost digits."""
    return refuse(value) if holds_float(value) else number(value)


class Kind:
    """What a field's values mean: the documented type's name, and how a value is read in a zone."""

    __slots__ = ("name", "reader")

    def __init__(self, name: str, reader: Callable[[tzinfo], Hook]) -> None:
        self.name = name
        self.reader = reader

    def __repr__(self) -> str:
        return self.name


def _zoneless(hook: Hook) -> Callable[[tzinfo], Hook]:
    return lambda _zone: hook


Text = Annotated[str | None, Kind("str", _zoneless(_text))]
Id = Annotated[str | None, Kind("id", _zoneless(_text))]
Phone = Annotated[str | None, Kind("phone", _zoneless(_phone))]
Int = Annotated[int | None, Kind("int", _zoneless(_int))]
Float = Annotated[float | None, Kind("float", _zoneless(_float))]
Percent = Annotated[float | None, Kind("percent", _zoneless(_percent))]
Duration = Annotated[timedelta | None, Kind("duration", _zoneless(_duration))]
Moment = Annotated[datetime | None, Kind("datetime", _moment)]
MomentGMT5 = Annotated[datetime | None, Kind("datetime", _zoneless(_moment(_GMT5)))]
Day = Annotated[date | None, Kind("date", _zoneless(_day))]
Flag = Annotated[bool | None, Kind("bool", _zoneless(_flag))]
