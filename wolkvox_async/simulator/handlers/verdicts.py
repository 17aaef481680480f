"""The forms in which an upload that was accepted in part says how many records were taken, and which were not.

Only "list" was seen. The others are what servers of this kind are known to write; a switch chooses one.
"""

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from wolkvox_async.simulator.wire import ABSENT


@frozen
class Problem:
    """What is wrong with one record. known: the client could have known."""

    error: str
    msg: str
    known: bool


@frozen
class Taken:
    """An upload that was accepted in part: how many records were sent, and the problems by position."""

    sent: int
    problems: Mapping[int, Problem]

    @property
    def good(self) -> int:
        """How many records were taken."""
        return self.sent - len(self.problems)

    def counts(self, errors: Any = None) -> dict[str, Any]:
        """Return the server's counts of a batch."""
        counted = {
            "total_registers": str(self.sent),
            "total_success": str(self.good),
            "total_errors": str(len(self.problems)),
        }
        return counted if errors is None else counted | {"array_errors": errors}

    def texts(self, where: str = "object position {}", first: int = 0) -> list[str]:
        """Return a line for each record that was not taken."""
        return [f"{each.error}, {where.format(place + first)}" for place, each in self.problems.items()]

    def errors(self) -> list[dict[str, str]]:
        """Return an object for each record that was not taken."""
        texts = zip(self.texts(), self.problems.values(), strict=True)
        return [{"error": text, "msg": each.msg} for text, each in texts]


def _keyed(taken: Taken) -> dict[str, dict[str, str]]:
    return {str(place): {"error": each.error, "msg": each.msg} for place, each in taken.problems.items()}


def _numbered(taken: Taken) -> list[dict[str, Any]]:
    return [{"position": place, "error": each.error, "msg": each.msg} for place, each in taken.problems.items()]


def _several(taken: Taken) -> list[dict[str, str]]:
    """Return two reasons for each record."""
    return [each for one in taken.errors() for each in (one, one | {"msg": "The record was not added"})]


FORMS: Mapping[str, Callable[[Taken], Any]] = {
    "list": lambda taken: [taken.counts(taken.errors())],
    "object": lambda taken: taken.counts(taken.errors()),
    "texts": lambda taken: [taken.counts(taken.texts())],
    "text": lambda taken: [taken.counts("; ".join(taken.texts()))],
    "keyed": lambda taken: [taken.counts(_keyed(taken))],
    "numbers": lambda taken: [taken.counts(_numbered(taken))],
    "positions": lambda taken: [taken.counts(list(taken.problems))],
    "from-one": lambda taken: [taken.counts(taken.texts("record {}", 1))],
    "reasons": lambda taken: [taken.counts(_several(taken))],
    "counts": lambda taken: [taken.counts()],
    "errors": lambda taken: [{"total_errors": str(len(taken.problems))}],
    "registers": lambda taken: [{"total_registers": str(taken.good)}],
    "added": lambda taken: {"total_added": str(taken.good)},
    "silent": lambda _: ABSENT,
}
