"""Classes of attrs fields that are built when they are first used.

attrs writes and compiles the methods of a class, which takes a third of a millisecond. A module of endpoints has some
twenty record classes, and a program uses one or two of them. So a class gets its slots at once, and attrs adds the
rest to it when the first record is made, or when the fields are asked for.
"""

from threading import RLock
from typing import Any, TypeVar

import attrs

__all__ = ["built_on_use"]

C = TypeVar("C", bound=type[Any])

_LOCK = RLock()  # threads decode records too


def built_on_use(cls: C, **options: Any) -> C:
    """Return a class with slots for its fields, to which attrs adds the rest on first use.

    Its bases have slots too, and its methods do not call super() without arguments.

    Args:
        cls: The class; each annotation in it is a field.
        **options: As of `attrs.define`.
    """
    namespace = {name: value for name, value in cls.__dict__.items() if name not in {"__dict__", "__weakref__"}}
    given = {name: namespace.pop(name, None) for name in namespace.get("__annotations__", {})}
    plan = _Plan({name: attrs.field() if field is None else field for name, field in given.items()}, options)
    namespace |= {"__slots__": tuple(given), **{name: _OnUse(plan, name) for name in ("__init__", "__attrs_attrs__")}}
    make: Any = type(cls)
    plan.cls = made = make(cls.__name__, cls.__bases__, namespace)
    return made  # type: ignore[no-any-return]


class _Plan:
    """How a class is to be built."""

    def __init__(self, fields: dict[str, Any], options: dict[str, Any]) -> None:
        self.cls: type[Any] | None = None
        self._fields = fields
        self._options = options

    def carry_out(self) -> None:
        """Let attrs add what it adds to the class."""
        with _LOCK:
            cls, self.cls = self.cls, None
            if cls is not None:
                attrs.define(cls, these=self._fields, slots=False, auto_detect=False, **self._options)


class _OnUse:
    """Stands for an attribute that attrs adds to a class; asking for it builds the class."""

    def __init__(self, plan: _Plan, name: str) -> None:
        self._plan = plan
        self._name = name

    def __get__(self, instance: object, owner: type[Any]) -> Any:
        self._plan.carry_out()
        return getattr(owner if instance is None else instance, self._name)
