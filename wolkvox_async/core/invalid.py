"""A value that cannot be right, in parts: what is said of it, and what is taken; whoever names it adds its place."""

from collections.abc import Iterator
from contextlib import contextmanager

from wolkvox_async.errors import ConfigurationError

__all__ = ["InvalidValue", "named"]


class InvalidValue(ValueError):
    """A value that cannot be right. what: said of the value, as in "has 201 characters"; advice: what is taken."""

    def __init__(self, what: str, advice: str) -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice


@contextmanager
def named(name: str) -> Iterator[None]:
    """Raise the InvalidValue that leaves a block as the ConfigurationError of the value with this name."""
    try:
        yield
    except InvalidValue as error:
        raise ConfigurationError(f"{name} {error.what}", advice=error.advice) from None
