"""What is wrong with a configuration: collected to its end, and said in one error."""

from collections.abc import Iterator
from contextlib import contextmanager

from wolkvox_async.errors import ConfigurationError
from wolkvox_async.secrecy import without_frames

__all__ = ["Faults", "noted", "together", "within"]

Faults = list[ConfigurationError]


@contextmanager
def noted(faults: Faults) -> Iterator[None]:
    """Let what is wrong stand among the faults, so that the next value is looked at too."""
    try:
        yield
    except ConfigurationError as error:
        faults.append(without_frames(error))


@contextmanager
def within(part: str) -> Iterator[None]:
    """Say of what is wrong in which part of a configuration it stands."""
    try:
        yield
    except ConfigurationError as error:
        error.within(part)
        raise


def together(faults: Faults) -> ConfigurationError:
    """Return one error that says all that is wrong."""
    if len(faults) == 1:
        return faults[0]
    return ConfigurationError("; ".join(f"({number}) {fault}" for number, fault in enumerate(faults, 1)))
