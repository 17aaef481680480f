"""Attributes that a client does not have: the error names what was meant, as `wolkvox.report.cdr_1` means reports."""

from collections.abc import Callable
from types import MethodType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from wolkvox_async.spelling import meant

__all__ = ["OF_FLEET", "HasGroups", "Hinting", "taken_for_group"]

F = TypeVar("F", bound=Callable[..., Any])

OF_FLEET = {"export": "exports are", "follow": "following is", "load": "loads are"}
"""Methods that a fleet has and the client of an operation has not: the beginning of the sentence that says so."""

_LIKE = 0.7  # of the name that was meant


class Hinting:
    """What has methods: the error of one that it does not have names the nearest."""

    if not TYPE_CHECKING:  # type checkers refuse such an attribute by themselves

        def __getattr__(self, name: str) -> Any:
            """Raise the AttributeError of a name that there is none of."""
            cls = type(self)
            if name.startswith("_") or hasattr(cls, name):  # what failed in a property is raised once more
                return object.__getattribute__(self, name)
            raise _error(f"{cls.__name__} has no {name!r}{cls._hint(name)}", name)

    @classmethod
    def _hint(cls, name: str) -> str:
        """Return what was meant by a name, as the end of a sentence."""
        near = meant(name, [each for each in dir(cls) if not each.startswith("_")], likeness=_LIKE)
        return f"; did you mean {near!r}?" if near else ""


class HasGroups(Hinting):
    """What has the groups of endpoints as attributes, or has clients that do."""

    _groups: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def _hint(cls, name: str) -> str:
        if name in OF_FLEET:
            return f"; {OF_FLEET[name]} the fleet's: Fleet([operation]).{name}(…)"
        if hint := super()._hint(name):
            return hint
        near = meant(name, cls._groups, likeness=_LIKE)
        return f"; the client of an operation has it: {_holder(cls)}.{near}" if near else ""


def _holder(cls: type[HasGroups]) -> str:
    """Return what has the groups, as a program may write it."""
    return "wolkvox" if all(hasattr(cls, each) for each in cls._groups) else "fleet[NAME]"


def _error(said: str, name: str) -> AttributeError:
    return AttributeError(said, name=name, obj=None)  # with the object Python would add a hint of its own


if TYPE_CHECKING:

    def taken_for_group(method: F) -> F:
        """Mark a method whose name is like that of a group."""
        return method

else:

    class taken_for_group:  # noqa: N801 - a decorator
        """Mark a method whose name is like that of a group.

        It is a method like others, but for the error of an attribute that it does not have.
        """

        def __init__(self, method: Callable[..., Any]) -> None:
            self.method = method
            self.__doc__ = method.__doc__

        def __get__(self, instance: HasGroups | None, owner: type[HasGroups]) -> Callable[..., Any]:
            return self.method if instance is None else _Method(MethodType(self.method, instance))


class _Method:
    """A method of a client."""

    def __init__(self, method: MethodType) -> None:
        self.__wrapped__ = method  # its signature is this one's
        self.__doc__ = method.__doc__

    def __call__(self, *args: Any, **given: Any) -> Any:
        return self.__wrapped__(*args, **given)

    def __repr__(self) -> str:
        return repr(self.__wrapped__)

    def __getattr__(self, name: str) -> Any:
        method = self.__wrapped__
        if name.startswith("_"):
            return getattr(method, name)
        cls: Any = type(method.__self__)
        word = method.__name__
        group = f"{_holder(cls)}.{meant(word, cls._groups)}"
        raise _error(f"{cls.__name__}.{word} is a method and has no {name!r}; did you mean {group}.{name}?", name)
