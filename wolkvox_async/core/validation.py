"""From a value of Python, of a data frame or of a file to the text that goes over the wire.

A value that is missing (None, NaN, NaT, pandas.NA) is an empty text. Whole numbers are written with all of their
digits, whatever type they come in: 573001112233.0 of a column with gaps is 573001112233. What has no one text (a bool,
a date, a list) or has lost digits (a float beyond 2 ** 53) is refused.
"""

import re
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from enum import Enum
from numbers import Integral, Rational, Real
from typing import Any

from wolkvox_async.core.endpoint import Parameter

__all__ = ["InvalidValue", "plain_value", "text_of"]

_WIRE_MOMENT = "%Y%m%d%H%M%S"
_DIGITS = 18  # of a whole number: more than any of the API has
_EXPONENT = 60  # of a decimal number, which is written out
_MANTISSA = {2: 11, 4: 24}  # bits of the small floats of numpy, by their size in bytes


class InvalidValue(ValueError):
    """A value that cannot be right. what: said of the field, as in "has 201 characters"; advice: what is taken."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice


def text_of(rule: Parameter, value: Any, zone: tzinfo) -> str:
    """Return a value as the wire has it, "" for a missing one; raises InvalidValue.

    An aware datetime becomes the wall clock of zone.
    """
    value = plain_value(value)
    if isinstance(value, datetime) and rule.kind == "moment":
        value = (value if value.tzinfo is None else value.astimezone(zone)).strftime(_WIRE_MOMENT)
    if isinstance(value, date | time):
        if rule.kind == "moment":
            raise InvalidValue(f"is a {type(value).__name__}", "give a datetime or YYYYmmddHHMMSS")
        raise InvalidValue(f"is a {type(value).__name__}", "give a text or a number, as in value.isoformat()")
    text = str(value)
    _check_text(rule, text)
    return text


def plain_value(value: Any) -> Any:
    """Return a text, or a date or time; "" for what is missing. Raises InvalidValue for all else."""
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
        raise InvalidValue(f"is a {name}", "give a text or a number")
    return _number(value)


def _number(value: Any) -> str:
    """Return the digits of a number."""
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, Integral):
        if int(value).bit_length() > 3 * _EXPONENT:
            raise InvalidValue("is a number of too many digits", f"at most {_EXPONENT} are taken")
        return str(int(value))
    if isinstance(value, Real) and not isinstance(value, Rational):
        return _float(value)
    raise InvalidValue(f"is a {type(value).__name__}", "give a text or a number")


def _float(value: Real) -> str:
    number = float(value)
    if number != number:  # noqa: PLR0124 - NaN, and nothing else
        return ""
    if number in {float("inf"), -float("inf")}:
        raise InvalidValue("is infinite", "give a number, or None where it is missing")
    if not number.is_integer():
        return format(Decimal(str(value)), "f")
    if abs(number) >= 2 ** _MANTISSA.get(getattr(value, "itemsize", 8), 53):
        raise InvalidValue("is a float that is too large for all of its digits", "give a text or an int")
    return str(int(number))


def _decimal(value: Decimal) -> str:
    if value.is_nan():
        return ""
    if value.is_infinite():
        raise InvalidValue("is infinite", "give a number, or None where it is missing")
    if value and abs(value.adjusted()) > _EXPONENT:
        raise InvalidValue("is a number of too many digits", f"at most {_EXPONENT} are taken")
    text = format(value, "f")
    whole, _, fraction = text.partition(".")
    if fraction.strip("0"):
        return text
    return "0" if whole == "-0" else whole


def _check_text(rule: Parameter, text: str) -> None:
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise InvalidValue("holds a character that is no text", "a null or half of a surrogate pair")
    if not text.strip():
        return
    if rule.longest is not None and len(text) > rule.longest:
        raise InvalidValue(f"has {len(text)} characters", f"at most {rule.longest} are taken")
    match rule.kind:
        case "phone" if not re.fullmatch(r"[0-9]{3,20}", text):
            raise InvalidValue("is no phone number", "3 to 20 digits, without +, blanks or dashes")
        case "int":
            _check_number(rule, text)
        case "moment":
            _check_moment(text)


def _check_number(rule: Parameter, text: str) -> None:
    if not re.fullmatch(rf"[0-9]{{1,{_DIGITS}}}", text):
        raise InvalidValue("is no whole number", "digits only")
    if rule.least is not None and int(text) < rule.least:
        raise InvalidValue(f"is {text}", f"at least {rule.least} is taken")
    if rule.most is not None and int(text) > rule.most:
        raise InvalidValue(f"is {text}", f"at most {rule.most} is taken")


def _check_moment(text: str) -> None:
    try:
        valid = re.fullmatch(r"[0-9]{14}", text) and datetime.strptime(text, _WIRE_MOMENT)  # noqa: DTZ007
    except ValueError:
        valid = None
    if not valid:
        raise InvalidValue("is no date", "give a datetime or YYYYmmddHHMMSS")
