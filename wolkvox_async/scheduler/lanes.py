"""Who is next: interactive before bulk, first come first served within a lane, and no lane starves.

Of every five grants one goes to bulk while bulk waits. Each waiter has a number, taken in order of arrival,
so one that had its turn in vain (another process was quicker) goes back to its own place, not to the end.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator
from operator import itemgetter
from typing import Generic, Literal, TypeVar

__all__ = ["BULK_SHARE", "Lane", "Lanes"]

Lane = Literal["interactive", "bulk"]
BULK_SHARE = 5  # one grant of this many goes to bulk, where both lanes wait

T = TypeVar("T")
_number = itemgetter(0)


class Lanes(Generic[T]):
    """The waiting, in two lanes. No clock, no loop: it only decides the order."""

    __slots__ = ("_lanes", "_passed")

    def __init__(self) -> None:
        self._lanes: dict[Lane, list[tuple[int, T]]] = {"interactive": [], "bulk": []}
        self._passed = 0  # interactive grants in a row that went past waiting bulk

    def __len__(self) -> int:
        return len(self._lanes["interactive"]) + len(self._lanes["bulk"])

    def __iter__(self) -> Iterator[T]:
        return (item for lane in self._lanes.values() for _, item in lane)

    def push(self, lane: Lane, number: int, item: T) -> None:
        """Put a waiter in its lane, at the place of its number."""
        insort(self._lanes[lane], (number, item))  # no two have one number

    def put_back(self, lane: Lane, number: int, item: T) -> None:
        """Take in again one whose turn came to nothing; its lane's share is as before."""
        self._passed = BULK_SHARE - 1 if lane == "bulk" else max(0, self._passed - 1)
        self.push(lane, number, item)

    def discard(self, lane: Lane, number: int) -> None:
        """Remove a waiter, if it is there."""
        waiting = self._lanes[lane]
        at = bisect_left(waiting, number, key=_number)
        if at < len(waiting) and waiting[at][0] == number:
            del waiting[at]

    def pop(self) -> T:
        """Take out who is next; there must be one."""
        interactive, bulk = self._lanes["interactive"], self._lanes["bulk"]
        if bulk and (not interactive or self._passed >= BULK_SHARE - 1):
            self._passed = 0
            return bulk.pop(0)[1]
        self._passed = self._passed + 1 if bulk else 0
        return interactive.pop(0)[1]
