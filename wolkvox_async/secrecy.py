"""Keeps secrets out of tracebacks: the locals of frames end up in error trackers, logs and terminals.

Errors leave through `sealed` functions, or through the call executor, without the frames that they came through. What
an error has to say stands in its message and attributes.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from wolkvox_async.errors import WolkvoxError

__all__ = ["sealed", "sealed_class", "without_frames"]

E = TypeVar("E", bound=WolkvoxError)
P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


def without_frames(error: E) -> E:
    """Return the error itself, without its frames and without the errors of other libraries behind it."""
    cause = error.__cause__
    error.__traceback__ = None
    error.__context__ = None
    error.__cause__ = without_frames(cause) if isinstance(cause, WolkvoxError) else None
    return error


def sealed(function: Callable[P, R]) -> Callable[P, R]:
    """Let the errors of a function that takes secrets be raised from a frame that holds none of its arguments."""

    @wraps(function)
    def sealed_function(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except WolkvoxError as error:
            caught = error
        del args, kwargs
        raise without_frames(caught)

    return sealed_function


def sealed_class(cls: type[T]) -> type[T]:
    """Seal the making of a class whose arguments hold secrets."""
    cls.__init__ = sealed(cls.__init__)  # type: ignore[method-assign]
    return cls
