"""Names, wrapped text and literals: the words that generated code is made of."""

import re
import textwrap
from collections.abc import Container, Iterable, Mapping

__all__ = [
    "arguments",
    "camel",
    "clause",
    "constant",
    "doc",
    "ended",
    "literal",
    "order",
    "sentence",
    "series",
    "text",
    "tuple_of",
    "wrapped",
]

WIDTH = 120
_PIECE = 84  # of a text that is written over several lines
_WORD = re.compile(r"[a-z]+(?:'s|-[a-z]+)*")  # what a capital letter may begin: names have signs or digits in them
_ROOM = 95  # for a text beside its name, where several parameters are listed


def constant(name: str) -> str:
    """`create_campaign` → `CREATE_CAMPAIGN`."""
    return name.upper().strip("_")


def camel(name: str) -> str:
    """`type_campaign` → `TypeCampaign`; codAct → `CodAct`."""
    return "".join(word[:1].upper() + word[1:] for word in name.split("_"))


def text(value: str, room: int = _ROOM) -> str:
    """Return a string literal; where there is no room for it in one line, several pieces within parentheses."""
    if len(_quoted(value)) <= room or " " not in value:
        return _quoted(value)
    pieces = textwrap.wrap(value, _PIECE, drop_whitespace=False, break_long_words=False, break_on_hyphens=False)
    return "(" + "\n".join(_quoted(piece) for piece in pieces) + ")"


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("\n", "\\n")
    return f"'{escaped}'" if '"' in value and "'" not in value else '"' + escaped.replace('"', '\\"') + '"'


def tuple_of(items: Iterable[str]) -> str:
    """Return the literal of a tuple of expressions."""
    items = list(items)
    return f"({', '.join(items)}{',' if len(items) == 1 else ''})"


def literal(values: Iterable[str]) -> str:
    """Return a Literal[...] of texts."""
    return f"Literal[{', '.join(text(value) for value in values)}]"


def arguments(given: Mapping[str, str]) -> str:
    """Return keyword arguments; those without an expression are left out."""
    return ", ".join(f"{name}={value}" for name, value in given.items() if value)


def sentence(words: str, names: Container[str] = ()) -> str:
    """Return words as a sentence: with a full stop, and a capital unless the first word is one of the names."""
    words = words.strip().rstrip(".;,")
    first = words.split()[0].rstrip(",:;") if words else ""
    if _WORD.fullmatch(first) and first not in names:
        words = words[0].upper() + words[1:]
    return ended(words)


def ended(words: str) -> str:
    """Return words with a full stop, unless something else ends them."""
    return words if not words or words[-1] in ".!?…" else words + "."


def series(words: Iterable[str], joint: str = "and") -> str:
    """`a, b and c`."""
    *most, last = words
    return f"{', '.join(most)} {joint} {last}" if most else last


def clause(words: str) -> str:
    """Return a sentence as part of another: without its full stop, and with a small first letter if it is a word."""
    words = words.strip().rstrip(".")
    return words[0].lower() + words[1:] if words and words.split()[0][1:].islower() else words


def wrapped(words: str, indent: str, first: int = 0) -> str:
    """Return a paragraph within the width of a line, indented but for its first line, before which `first` stand."""
    lines = textwrap.wrap(
        words, WIDTH - len(indent), initial_indent=" " * first, break_long_words=False, break_on_hyphens=False
    )
    return f"\n{indent}".join(lines)[first:]


def doc(words: str, indent: str) -> str:
    """Return a docstring of one paragraph."""
    if len(indent) + len(words) + 6 <= WIDTH:
        return f'{indent}"""{words}"""'
    return f'{indent}"""{wrapped(words, indent, 6)}\n{indent}"""'


def order(name: str) -> tuple[int, str]:
    """Return what sorts names as ruff does: constants, classes, functions."""
    return (0 if name.isupper() and len(name) > 1 else 1 if name[0].isupper() else 2), name
