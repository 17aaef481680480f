"""From a value of Python, of a data frame or of a file to the text that goes over the wire.

Parameters of calls and fields of uploaded records are judged here, by one set of limits. A value that is missing (None,
NaN, NaT, pandas.NA, and blanks where something other than a text is wanted) is an empty text. Whole numbers are written
with all of their digits, whatever type they come in: 573001112233.0 of a column with gaps is 573001112233. What has no
one text (a bool, a date where a number is wanted, a list) or has lost digits (a float beyond 2 ** 53) is refused.
"""

import re
from datetime import date, datetime, time, tzinfo
from enum import Enum
from typing import Any

from wolkvox_async.core.endpoint import Parameter
from wolkvox_async.core.invalid import InvalidValue
from wolkvox_async.core.moments import wall
from wolkvox_async.limits import NUMBER_DIGITS, PHONE_DIGITS
from wolkvox_async.pattern import pattern
from wolkvox_async.spelling import meant, of_class

__all__ = ["NOT_A_PHONE", "NUMBER", "PHONE", "plain_value", "text_of", "wanted"]

NOT_A_PHONE = "is not a phone number"
PHONE = "[0-9]{{{},{}}}".format(*PHONE_DIGITS)
"""Pattern of a phone number."""
NUMBER = f"[0-9]{{1,{NUMBER_DIGITS}}}"
"""Pattern of a whole number, without its sign."""

_PLAIN = 10**NUMBER_DIGITS
_EXAMPLE = datetime(2025, 12, 31, 23, 59, 58)  # noqa: DTZ001 - a wall clock
_BROKEN = pattern("[\0\ud800-\udfff]")


def wanted(rule: Parameter) -> str:
    """Return advice on what may be given."""
    match rule.kind:
        case "phone":
            advice = "give {} to {} digits, without +, blanks or dashes".format(*PHONE_DIGITS)
        case "int":
            advice = f"give 1 to {NUMBER_DIGITS} digits"
        case "moment" | "time":
            what = "a datetime" if rule.kind == "moment" else "a time"
            advice = f"give {what}, or write it like {_EXAMPLE.strftime(rule.form)}"
        case _:
            advice = f"allowed: {', '.join(rule.values)}" if rule.values else "give a text or a number"
    return f"{advice} or {' or '.join(rule.also)}" if rule.also else advice


def text_of(rule: Parameter, value: Any, zone: tzinfo) -> str:
    """Return a value as the wire has it, "" for a missing one.

    Args:
        rule: What may be given.
        value: Of Python, numpy, pandas or pyarrow. A date is its midnight where a moment is wanted.
        zone: Aware datetimes become its wall clock.

    Raises:
        InvalidValue: The value cannot be right.
    """
    try:
        if type(value) is not str:
            value = plain_value(value)
    except InvalidValue as error:
        raise InvalidValue(error.what, error.advice or wanted(rule)) from None
    if isinstance(value, date | time):
        return _written(rule, value, zone)
    return _checked(rule, value)


def plain_value(value: Any) -> Any:
    """Return a text, or a date or time; "" for what is missing.

    Raises:
        InvalidValue: The value has no one text. Its advice is empty where that depends on what is wanted.
    """
    if isinstance(value, Enum):
        value = value.value
    name = type(value).__name__
    if value is None or name in {"NaTType", "NAType"}:  # the two of pandas
        return ""
    if isinstance(value, str):
        return str.__str__(value)
    if name == "datetime64":  # of numpy
        value = value.astype("datetime64[us]").item()
        return "" if value is None else value
    if isinstance(value, date | time):
        return value
    if hasattr(value, "as_py"):  # of pyarrow
        return plain_value(value.as_py())
    if name in {"bool", "bool_", "timedelta64"}:  # numbers, as Python and numpy see them
        raise InvalidValue(f"is a {name}", "")
    if type(value) is int and abs(value) < _PLAIN:
        return str(value)
    from wolkvox_async.core.digits import digits_of  # noqa: PLC0415 - imports decimal

    return digits_of(value)


def _written(rule: Parameter, value: date | time, zone: tzinfo) -> str:
    """Return a moment on the zone's wall clock, or a time of day."""
    if rule.kind == "moment" and isinstance(value, date):
        moment = wall(value, zone)
        return moment.strftime(rule.form.replace("%Y", f"{moment.year:04}"))  # strftime pads no year
    if rule.kind == "time" and isinstance(value, time):
        if value.tzinfo is not None:
            raise InvalidValue("is a time with a zone", "give one of the operation's wall clock")
        return value.strftime(rule.form)
    raise InvalidValue(f"is {of_class(value)}", wanted(rule))


def _checked(rule: Parameter, text: str) -> str:
    if _BROKEN.search(text):
        raise InvalidValue("holds a null or half of a surrogate pair", "give a text")
    if rule.where != "body" and not text.isprintable():
        raise InvalidValue("holds a line break or another control character", "give a text of one line")
    if not text.strip():
        return text if rule.kind in {"str", "list"} else ""
    if text in rule.also:
        return text
    if rule.longest is not None and len(text) > rule.longest:
        raise InvalidValue(f"has {len(text):,} characters", f"at most {rule.longest:,} are taken")
    match rule.kind:
        case "phone" if not re.fullmatch(PHONE, text):
            raise InvalidValue(NOT_A_PHONE, wanted(rule))
        case "int":
            _check_number(rule, text)
        case "enum" if text not in rule.values:
            near = meant(text, rule.values)
            raise InvalidValue(f"is {text!r}", f"did you mean {near!r}? {wanted(rule)}" if near else wanted(rule))
        case "moment" | "time":
            _check_form(rule, text)
    return text


def _check_number(rule: Parameter, text: str) -> None:
    if not re.fullmatch(f"-?{NUMBER}", text):
        raise InvalidValue("is not a whole number", wanted(rule))
    least, most = rule.least, rule.most
    if (least is not None and int(text) < least) or (most is not None and int(text) > most):
        bounds = [f"at least {least}"] * (least is not None) + [f"at most {most}"] * (most is not None)
        raise InvalidValue(f"is {text}", f"allowed: {', '.join(bounds)}")


def _check_form(rule: Parameter, text: str) -> None:
    try:
        fits = _shape(text) == _shape(_EXAMPLE.strftime(rule.form)) and bool(datetime.strptime(text, rule.form))  # noqa: DTZ007
    except ValueError:
        fits = False
    if not fits:
        raise InvalidValue("is not a date with its time" if rule.kind == "moment" else "is not a time", wanted(rule))


def _shape(text: str) -> str:
    """Return where digits stand in a text."""
    return re.sub("[0-9]", "0", text)
