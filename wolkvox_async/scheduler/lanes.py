"""Who is next: interactive before bulk, first come first served within a lane, and no lane starves.

Of every five grants one goes to bulk while bulk waits. Each waiter has a number, taken in order of arrival,
so one that had its turn in vain (another process was quicker) goes back to its own place, not to the end.
"""

from heapq import heappop, heappush
from typing import Generic, Literal, TypeVar

__all__ = ["BULK_SHARE", "Lane", "Lanes"]

Lane = Literal["interactive", "bulk"]
BULK_SHARE = 5  # one of so many grants goes to bulk, where both lanes wait

T = TypeVar("T")


class _Queue(Generic[T]):
    """Waiters by number: the lowest first, any of them removed at once."""

    __slots__ = ("_numbers", "items")

    def __init__(self) -> None:
        self.items: dict[int, T] = {}
        self._numbers: list[int] = []

    def push(self, number: int, item: T) -> None:
        """Put a waiter in its lane, at the place of its number."""
        # Those who left stay in the heap as bare numbers; it is rebuilt before they outweigh the waiting.
        if len(self._numbers) > 2 * len(self.items) + 16:
            self._numbers = sorted(self.items)
        self.items[number] = item
        heappush(self._numbers, number)

    def pop(self) -> T:
        while (number := heappop(self._numbers)) not in self.items:
            pass
        return self.items.pop(number)

    def drain(self) -> list[T]:
        items = list(self.items.values())
        self.items.clear()
        self._numbers.clear()
        return items


class Lanes(Generic[T]):
    """The waiting, in two lanes. No clock, no loop: it only decides the order."""

    __slots__ = ("_bulk", "_interactive", "_passed", "count")

    def __init__(self) -> None:
        self._interactive: _Queue[T] = _Queue()
        self._bulk: _Queue[T] = _Queue()
        self.count = 0
        self._passed = 0  # interactive grants in a row that went past waiting bulk

    def __len__(self) -> int:
        return self.count

    def push(self, lane: Lane, number: int, item: T) -> None:
        """Put a waiter in its lane, at the place of its number."""
        self._queue(lane).push(number, item)
        self.count += 1

    def put_back(self, lane: Lane, number: int, item: T) -> None:
        """Take in again one whose turn came to nothing; its lane's share is as before."""
        self._passed = BULK_SHARE - 1 if lane == "bulk" else max(0, self._passed - 1)
        self.push(lane, number, item)

    def discard(self, lane: Lane, number: int) -> None:
        """Remove a waiter, if it is there."""
        if self._queue(lane).items.pop(number, None) is not None:
            self.count -= 1

    def pop(self) -> T:
        """Take out who is next; there must be one."""
        self.count -= 1
        bulk, interactive = self._bulk.items, self._interactive.items
        if bulk and (not interactive or self._passed >= BULK_SHARE - 1):
            self._passed = 0
            return self._bulk.pop()
        self._passed = self._passed + 1 if bulk else 0
        return self._interactive.pop()

    def drain(self) -> list[T]:
        """Take out all."""
        self.count = 0
        return self._interactive.drain() + self._bulk.drain()

    def _queue(self, lane: Lane) -> _Queue[T]:
        return self._interactive if lane == "interactive" else self._bulk
