"""The digits of numbers, of whatever type they come in: int, float, Decimal, and those of numpy."""

from decimal import Decimal
from numbers import Integral, Rational, Real
from typing import Any

from wolkvox_async.core.invalid import InvalidValue
from wolkvox_async.spelling import of_class

__all__ = ["digits_of"]

_EXPONENT = 60  # of a decimal number, which is written out
_MANTISSA = {2: 11, 4: 24}  # bits of the small floats of numpy, by their size in bytes


def digits_of(value: Any) -> str:
    """Return the digits of a number, "" where it is not a number (NaN).

    Raises:
        InvalidValue: The value is not a number, or has lost digits. Its advice is empty where that depends on what is
            wanted.
    """
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, Integral):
        if int(value).bit_length() > 3 * _EXPONENT:
            raise InvalidValue("is a number of too many digits", f"at most {_EXPONENT} are taken")
        return str(int(value))
    if isinstance(value, Real) and not isinstance(value, Rational):
        return _float(value)
    raise InvalidValue(f"is {of_class(value)}", "")


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
