"""The words and names in which servers write of records that were added or not: patterns, and nothing decided."""

import re

__all__ = [
    "ADDED_IN_WORDS",
    "ALL_ADDED",
    "NEGATED",
    "NOT_ADDED_IN_WORDS",
    "NO_TROUBLE",
    "ORDINAL",
    "ORDINAL_KEYS",
    "POSITION",
    "POSITION_KEYS",
    "QUALIFIED",
    "RANGE",
    "RANGES",
]

_COUNT = r"\b([0-9][0-9.,]*)(?:\s*(?:/|(?:out )?of|de)\s*(?:the |los |las )?[0-9][0-9.,]*)?\s+"  # 2, or 2 of 5
_NOUN = r"(?:records?|registros?|telephones?|tel[eé]fonos?|numbers?|n[uú]meros?)"
ADDED_IN_WORDS = re.compile(
    rf"{_COUNT}{_NOUN}\s+"
    r"(?:(?:has|have|was|were|fueron?|han sido|ha sido|se han)\s+)?(?:been\s+)?"
    r"(?:successfully\s+)?(?:added|inserted|loaded|uploaded|agregad[oa]s?|a[ñn]adid[oa]s?|insertad[oa]s?|cargad[oa]s?)",
    re.IGNORECASE,
)
NOT_ADDED_IN_WORDS = re.compile(
    rf"{_COUNT}(?:{_NOUN}\s+)?"
    r"(?:(?:has|have|was|were|could|fueron?|han sido|ha sido|se han)\s+)?(?:been\s+)?"
    r"(?:rejected|failed|skipped|ignored|omitted|invalid|duplicated?s?|rechazad[oa]s?|omitid[oa]s?|inv[aá]lid[oa]s?"
    r"|duplicad[oa]s?|repetid[oa]s?|(?:not?\s+(?:be\s+|fueron\s+|se\s+)?(?:been\s+)?)"
    r"(?:added|inserted|loaded|uploaded|agreg\w+|a[ñn]adi\w+|insert\w+|carg\w+))",
    re.IGNORECASE,
)
ALL_ADDED = re.compile(  # the vendor's own sentence of a success: All records has been added successfully
    r"(?<!\bnot )(?<!\bno )\b(?:all|tod[oa]s)(?: the| los| las)? "
    rf"{_NOUN} "
    r"(?:(?:has|have|were|fueron|han sido|se han) )?(?:been )?(?:successfully )?"
    r"(?:added|inserted|loaded|uploaded|agregad[oa]s|a[ñn]adid[oa]s|insertad[oa]s|cargad[oa]s)",
    re.IGNORECASE,
)
NEGATED = re.compile(r"(?:\b(?:of|de|not all|no)(?: the| los| las)?\s+|[-/]\s*)$", re.IGNORECASE)  # before a count
_TROUBLE = (
    r"(?:errors?|errores|fail\w*|fall\w*|reject\w*|rechaz\w*|invalid\w*|inv[aá]lid\w*|incomplet\w*|duplic\w*|repetid\w*"
    r"|problem\w*|warnings?|advertencias?)"
)
NO_TROUBLE = re.compile(  # "0 errors", "sin errores", "no errors and no duplicates"
    rf"\b(?:0|zero|cero|no|without|sin|ning[uú]n)\s+(?:any\s+)?(?:{_NOUN}\s+)?(?:(?:were|was|fueron)\s+)?{_TROUBLE}\b",
    re.IGNORECASE,
)
QUALIFIED = re.compile(  # an exception to "all records were added"
    r"\b(?:except\w*|excluding|excluyendo|salvo|menos|but|pero|however|though|although|aunque|sin embargo|other than"
    rf"|apart from|aside from|almost|nearly|casi|partial\w*|parcial\w*|{_TROUBLE})\b",
    re.IGNORECASE,
)
_INTRO = r"[\s_]*(?:[:#=]|no\.?|n[º°])?\s*"
_TIGHT = r"[0-9]{1,9}(?:[-\u2013][0-9]{1,9})?"  # 3, or 1-3
_WIDE = r"[0-9]{1,9}(?:\s*(?:[-\u2013]|\b(?:to|through|al?|hasta)\b)\s*[0-9]{1,9})?"  # 1 - 3, or 1 to 3, too
_AND = r"\s*(?:,|\band\b|\by\b|&)\s*"
RANGE = re.compile(r"([0-9]{1,9})(?:\s*(?:[-\u2013]|to|through|al?|hasta)\s*([0-9]{1,9}))?", re.IGNORECASE)
RANGES = re.compile(rf"\s*{_WIDE}(?:{_AND}{_WIDE})*\s*", re.IGNORECASE)


def _numbered(plural: str, singular: str) -> re.Pattern[str]:
    """Return the pattern of a noun and its numbers. After a singular, "3 - 10 digits" names record 3 alone."""
    lists = [rf"(?:{noun}){_INTRO}({each}(?:{_AND}{each})*)" for noun, each in ((plural, _WIDE), (singular, _TIGHT))]
    return re.compile(rf"\b(?:{lists[0]}|{lists[1]})(?![0-9])", re.IGNORECASE)


POSITION = _numbered(
    "positions|posiciones|ind(?:ex|ic)es|[ií]ndices|offsets", "position|posici[oó]n|index|[ií]ndice|offset"
)
ORDINAL = _numbered(
    "records|rows|registros|filas|lines|l[ií]neas(?: del| de la)?", "record|row|registro|fila|line|l[ií]nea"
)
POSITION_KEYS = {"position", "object_position", "objectposition", "pos", "index", "posicion", "posición", "key"}
ORDINAL_KEYS = {"row", "record", "line", "registro", "fila", "linea", "línea", "number"}
