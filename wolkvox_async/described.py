"""Docstrings of classes whose fields are described below each, where editors look for it.

Python keeps no such text, so `help()` would not show it, and writing it twice would let the two differ. The docstring
of a described class reads it from the source when it is asked for.
"""

import ast
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar

import attrs

__all__ = ["described"]

C = TypeVar("C", bound=type[Any])


def described(cls: C) -> C:
    """Give a class of attrs fields a docstring with an `Attributes:` section, made of the literals below its fields.

    Args:
        cls: The class; what it has as a docstring comes first.

    Returns:
        The same class.
    """
    cls.__doc__ = _Docstring(cls.__doc__ or "")  # type: ignore[assignment]  # it gives a text
    return cls


class _Docstring:
    """What `cls.__doc__` gives: made on first use, since most programs never ask."""

    def __init__(self, opening: str) -> None:
        self._opening = opening
        self._text: str | None = None

    def __get__(self, instance: object, owner: type[Any]) -> str:
        if self._text is None:
            lines = [f"    {name} ({kind}): {text}" for name, kind, text in _attributes(owner)]
            opening = inspect.cleandoc(self._opening)
            self._text = "\n".join([opening, "", "Attributes:", *lines]) if lines else opening
        return self._text


def _attributes(cls: type[Any]) -> Iterator[tuple[str, str, str]]:
    """Yield name, type and description of the fields that have one, those of its bases too."""
    known: dict[str, tuple[str, str]] = {}
    for base in reversed(cls.__mro__):
        known |= _written(base.__module__).get(base.__name__, {})
    names = [each.name for each in attrs.fields(cls) if each.name in known]
    for name in sorted(names, key=lambda name: name == "extra"):
        yield name, *known[name]


@cache
def _written(module: str) -> dict[str, dict[str, tuple[str, str]]]:
    """Return what the source of a module says of the fields of its classes: type and description, by class and name."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except (OSError, TypeError, KeyError):  # without a source there is nothing to read
        return {}
    return {node.name: dict(_fields(node)) for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}


def _fields(cls: ast.ClassDef) -> Iterator[tuple[str, tuple[str, str]]]:
    for field, below in zip(cls.body, cls.body[1:], strict=False):
        match field, below:
            case (
                ast.AnnAssign(target=ast.Name(name), annotation=annotation),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, (ast.unparse(annotation), " ".join(text.split()))
