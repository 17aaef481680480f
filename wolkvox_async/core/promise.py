"""How many records a message says were found: `60000 records were found`, `Se encontraron 1.009 registros`."""

import re
from typing import Any

from wolkvox_async.core.shape import count

__all__ = ["promised"]

_NUMBER = r"(?<![\w.,:/-])([0-9]{1,3}(?:[.,' \u00a0\u2009\u202f][0-9]{3})+|[0-9]+)(?![\w:/-]|[.,][0-9])"
_ROWS = r"(?:records?|registros?|rows?|filas?|results?|resultados?|datos?|items?|elementos?|entries)"
_FOUND = r"(?:found|encontrad[oa]s?|hallad[oa]s?|obtenid[oa]s?|returned|retrieved)"
_THINGS = r"(?!(?:err|fail|warn|second|segund|milli|minut|page|p[aá]gin)|of\b|de\b)[^\W\d_]+"  # calls, llamadas, …
_FINDING = r"(?:se\s+)?(?:found|encontr(?:aron|[oó])|hallaron|obtuvieron|returned|hay|there\s+(?:are|were|was|is))"
# What was done with the records, other than finding them: of a write, and no promise of rows.
_STEMS = "add|insert|load|updat|delet|remov|reject|creat|sav|agreg|inser|carg|actualiz|elimin|borr|rechaz|guard"
_KIND = r"(?:new|nuev[oa]s|matching|total|unique|different|distintos)"
_DONE = rf"(?!\W+(?:\w+\W+){{0,3}}?(?:{_STEMS})\w*)"

_PATTERNS = (
    rf"{_NUMBER}\)?\s+(?:{_ROWS}\s+)?(?:(?:were|was|fueron|fue|han\s+sido)\s+)?{_FOUND}\b",
    rf"\b{_ROWS}\s+(?:(?:were|was|fueron|fue)\s+)?{_FOUND}\s*[:=(]?\s*{_NUMBER}",
    rf"\b{_FOUND}\s*[:=]\s*{_NUMBER}",
    rf"\b{_FOUND}\s+{_NUMBER}(?:\s+{_ROWS}\b|\W*$)",
    rf"\b{_FINDING}\s+{_NUMBER}(?:\s+{_ROWS}\b|\s*$)",
    rf"\btotal(?:\s+(?:of|de))?\s*(?:{_ROWS})?\s*[:=]?\s*{_NUMBER}",
    rf"{_NUMBER}\s+(?:{_KIND}\s+)?{_ROWS}\b{_DONE}",
    rf"\b{_ROWS}\s*[:=]\s*{_NUMBER}",
    rf"{_NUMBER}\s+{_THINGS}\s+(?:{_ROWS}\s+)?(?:(?:were|was|fueron|fue|han\s+sido)\s+)?{_FOUND}\b",
    rf"\b(?:found|encontr(?:aron|[oó])|hallaron|obtuvieron)\s+{_NUMBER}\s+{_THINGS}",
)

_USUAL = " records were found"


def promised(msg: Any) -> int | None:
    """Return how many records a message says there are, in whatever words; None where it does not say.

    A number of thousands may have any mark between them; one that no reply could hold is shape.MANY.
    """
    if not isinstance(msg, str):
        return None
    number = msg.removesuffix(_USUAL)
    if number != msg and number.isdecimal() and number.isascii():
        return count(number)
    plain = _plain(msg)
    for pattern in _PATTERNS:
        if found := re.search(pattern, plain, re.IGNORECASE):  # compiled on first use: most programs start without
            return count(found[1])
    return None


def _plain(msg: str) -> str:
    """Return a message without markup, and with `9 record(s)`, `9records` and `60,000+ records` in plain words."""
    plain = re.sub(r"<[^<>]*>", " ", msg)
    plain = re.sub(r"(?<=[^\W\d_])\((s|es|n|a|as|os)\)", r"\1", plain)
    return re.sub(rf"(?<=[0-9])(?:\+|\s*(?={_ROWS}\b))", " ", plain, flags=re.IGNORECASE)
