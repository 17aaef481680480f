"""Sources of rows: what row k says, for one row, for a block of rows in bytes, and added up over any range.

A source writes blocks of 512 rows, which are kept for the next call that wants them; a window is a run of
blocks with two odd ends, so replies can be streamed without keeping the loop from its other work.
"""

import random
import re
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from math import gcd
from typing import Any, Protocol

from attrs import field, frozen

from wolkvox_async.simulator import facts
from wolkvox_async.simulator.rows import pieces
from wolkvox_async.simulator.wire import Records
from wolkvox_async.simulator.world.series import Series
from wolkvox_async.simulator.world.tenants import Campaign

BLOCK = 512
CACHE_BYTES = 96 * 2**20  # a reply of 60,000 rows, and some
SUMMED = 4096  # rows whose checksum is remembered together
CODED = re.compile(rb'("(?:description_)?cod_act(?:_[12])?": |"comments?": )"(?:[^"\\]|\\.)*"')
EPOCH = date(1970, 1, 1).toordinal()

MINUTES = tuple(f" {m // 60:02}:{m % 60:02}:".encode() for m in range(1440))
SECONDS = tuple(f"{s:02}".encode() for s in range(60))


@lru_cache(maxsize=4096)
def _day(number: int) -> bytes:
    return date.fromordinal(EPOCH + number).isoformat().encode()


def stamp(second: int) -> bytes:
    """Write a wall-clock second as 2025-01-31 13:05:09."""
    day, rest = divmod(second, 86400)
    return _day(day) + MINUTES[rest // 60] + SECONDS[rest % 60]


def salt_of(*names: object) -> int:
    """Return a number that keeps the connections of one source apart from those of another."""
    return zlib.crc32(repr(names).encode())


class Source(Protocol):
    """Where the rows of one report of one campaign or tenant come from."""

    @property
    def series(self) -> Series:
        """When they are."""
        ...

    def write(self, numbers: Iterable[int]) -> bytes:
        """Write these rows, separated, as they stand in a reply."""
        ...


class Calls(Protocol):
    """The calls that dialled records became; see `joining`."""

    def call_of(self, rows: "DetailRows", j: int, /) -> int | None:
        """Return the call of a row, or None."""
        ...

    def connection(self, k: int, /) -> bytes:
        """Return the conn_id of a call."""
        ...

    def agent(self, k: int, /) -> bytes:
        """Return the agent of a call."""
        ...


@frozen(eq=False)
class DetailRows:
    """The dialled records of one campaign: each customer in turn, and from the first again."""

    campaign: Campaign
    series: Series
    salt: int
    seed: int
    calls: "Calls | None" = None
    extreme: bool = False
    _sums: dict[int, int] = field(factory=dict, init=False)

    def outcome(self, k: int) -> pieces.Outcome:
        """Return how the call of row k ended."""
        return pieces.outcomes(self.seed, self.campaign.comment_bytes, self.extreme)[k % pieces.OUTCOMES]

    def connection(self, k: int) -> bytes:
        """Return the conn_id of row k, which is like no other row's: that of its call, where other reports list it."""
        return self._told(k)[0]

    def _told(self, k: int) -> tuple[bytes, bytes]:
        """Return the conn_id and the agent of row k."""
        agent = self.outcome(k).agent
        call = self.calls.call_of(self, k) if self.calls and agent else None
        if self.calls is None or call is None:
            return b"12001.%d.%d.%d" % (self.salt, self.series.at(k), k), agent
        return self.calls.connection(call), self.calls.agent(call)

    def write(self, numbers: Iterable[int]) -> bytes:
        """Write rows by their numbers, joined as in a JSON list."""
        templates, _ = pieces.people(self.seed, self.campaign.kind, self.extreme)
        outcomes = pieces.outcomes(self.seed, self.campaign.comment_bytes, self.extreme)
        customers, salt, calls = self.campaign.customers, self.salt, self.calls
        first, every = self.series.first, self.series.every
        rows = []
        for k in numbers:
            second = first + int(k * every)
            turn, customer = divmod(k, customers)
            outcome = outcomes[k % pieces.OUTCOMES]
            agent, connection = outcome.agent, b"12001.%d.%d.%d" % (salt, second, k)
            if agent and calls is not None and (call := calls.call_of(self, k)) is not None:
                agent, connection = calls.agent(call), calls.connection(call)
            rows.append(
                templates[customer % pieces.PEOPLE]
                % (customer, customer, agent, stamp(second), turn + 1, connection, outcome.tail)
            )
        return b",\n".join(rows)

    def record(self, k: int) -> dict[str, str]:
        """Return row k as the fields of a record."""
        _, persons = pieces.people(self.seed, self.campaign.kind, self.extreme)
        outcome = self.outcome(k)
        connection, agent = self._told(k)
        turn, customer = divmod(k, self.campaign.customers)
        values = {
            pieces.CUSTOMER: f"1{customer:09}",
            pieces.PHONE: f"573{customer:09}",
            pieces.AGENT: agent.decode(),
            pieces.DATE: stamp(self.series.at(k)).decode(),
            pieces.CALLS: str(turn + 1),
            pieces.CONN: connection.decode(),
        }
        person = persons[customer % pieces.PEOPLE]
        return {name: values.get(value, value) for name, value in person.items()} | outcome.fields

    def latest(self, customer: int, rows: range) -> int | None:
        """Return the last of these rows that is of a customer."""
        if not rows or not 0 <= customer < self.campaign.customers:
            return None
        last = rows[-1] - (rows[-1] - customer) % self.campaign.customers
        return last if last >= rows[0] else None

    def totals(self, rows: range) -> dict[str, int]:
        """Count the rows per result, by arithmetic."""
        sums = pieces.sums(self.seed)
        counts = (_total(each, rows.stop) - _total(each, rows.start) for each in sums)
        return {name: count for name, count in zip(facts.RESULTS, counts, strict=True) if count}

    def codes(self, rows: range) -> dict[str, int]:
        """Count the rows that were coded, per activity code, by arithmetic."""
        sums = pieces.code_sums(self.seed)
        counts = {code: _total(each, rows.stop) - _total(each, rows.start) for code, each in sums.items()}
        return {code: count for code, count in counts.items() if count}

    def final(self, rows: range) -> dict[str, int]:
        """Count the records per their last result: each customer's last row is among the last rows of all."""
        return self.totals(range(max(rows.start, rows.stop - self.campaign.customers), rows.stop))

    def checksums(self, rows: range) -> Iterator[int]:
        """Yield parts of the sum of crc32(conn_id), some thousands of rows each, with room to pause."""
        for start in range(rows.start - rows.start % SUMMED, rows.stop, SUMMED):
            if start >= rows.start and start + SUMMED <= rows.stop:
                if start not in self._sums:
                    self._sums[start] = self._checksum(range(start, start + SUMMED))
                yield self._sums[start]
            else:
                yield self._checksum(range(max(start, rows.start), min(start + SUMMED, rows.stop)))

    def _checksum(self, rows: range) -> int:
        return sum(zlib.crc32(self.connection(k)) for k in rows)


def _total(sums: tuple[int, ...], k: int) -> int:
    rounds, rest = divmod(k, pieces.OUTCOMES)
    return rounds * sums[-1] + sums[rest]


@frozen(eq=False)
class Blocks:
    """Writes windows of a source in an order, and keeps whole blocks for the next time, up to a limit."""

    limit: int = CACHE_BYTES
    _kept: "OrderedDict[tuple[int, int, bool], tuple[Source, bytes]]" = field(factory=OrderedDict, init=False)
    _used: list[int] = field(factory=lambda: [0], init=False)

    def records(self, source: Source, rows: Sequence[int], order: str, most: int) -> Records:
        """Return the rows of a reply, in an order and up to a number; those of a range are kept."""
        if not isinstance(rows, range):
            ordered = arranged(rows, order)[:most]
            size = len(ordered) * (len(source.write(ordered[:1])) + 2)
            return Records(len(ordered), size, lambda: _chunks(source, ordered))
        count = min(len(rows), most)
        size = count * (len(source.write(rows[:1])) + 2)
        if order == "shuffled":
            return Records(count, size, lambda: _shuffled(source, rows, count))
        newest = order == "newest"
        kept = rows[-count:] if newest else rows[:count]
        return Records(count, size, lambda: self._ordered(source, kept, newest=newest))

    def _ordered(self, source: Source, rows: range, *, newest: bool) -> Iterator[bytes]:
        numbers = range(rows.start // BLOCK, (rows.stop - 1) // BLOCK + 1)
        for number in reversed(numbers) if newest else numbers:
            block = range(number * BLOCK, (number + 1) * BLOCK)
            if block.start >= rows.start and block.stop <= rows.stop:
                yield self._block(source, block, newest=newest)
            else:
                part = range(max(block.start, rows.start), min(block.stop, rows.stop))
                yield source.write(part[::-1] if newest else part)

    def _block(self, source: Source, block: range, *, newest: bool) -> bytes:
        key = (id(source), block.start, newest)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key][1]
        text = source.write(block[::-1] if newest else block)
        self._kept[key] = (source, text)
        self._used[0] += len(text)
        while self._used[0] > self.limit:
            self._used[0] -= len(self._kept.popitem(last=False)[1][1])
        return text


def arranged(numbers: Sequence[Any], order: str) -> Sequence[Any]:
    """Put things that are oldest first into an order."""
    if order == "newest":
        return numbers[::-1]
    if order == "oldest" or not numbers:
        return numbers
    return random.Random(f"{len(numbers)} {numbers[0]}").sample(numbers, len(numbers))


def _chunks(source: Source, numbers: Sequence[int]) -> Iterator[bytes]:
    for start in range(0, len(numbers), BLOCK // 2):
        yield source.write(numbers[start : start + BLOCK // 2])


@frozen(eq=False)
class Uncoded:
    """Rows of a source, of which those from a second on have no codes and comments yet: they are corrected later."""

    source: Source
    since: int

    @property
    def series(self) -> Series:
        """When they are."""
        return self.source.series

    def write(self, numbers: Iterable[int]) -> bytes:
        """Write rows by their numbers; the activity codes of the newest are not there yet."""
        return b",\n".join(
            CODED.sub(rb'\1""', self.source.write((k,))) if self.series.at(k) >= self.since else self.source.write((k,))
            for k in numbers
        )


def _shuffled(source: Source, rows: range, count: int) -> Iterator[bytes]:
    """Step through the rows by a number without a common divisor: each once, in no order of time."""
    chance = random.Random(f"{rows.start} {rows.stop}")
    step = chance.randrange(len(rows)) | 1
    while gcd(step, len(rows)) != 1:
        step += 2
    place = chance.randrange(len(rows))
    for start in range(0, count, BLOCK):
        yield source.write(rows[(place + step * n) % len(rows)] for n in range(start, min(count, start + BLOCK)))
