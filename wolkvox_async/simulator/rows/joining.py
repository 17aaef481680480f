"""Which dialled record of a campaign is which call: a record that was answered becomes the next call of its campaign.

Answered records queue for the next call of their campaign that was answered and has their code, the first record first;
so each call is of one record at most. The queues are worked out block of time by block of time, whenever a row of one
is asked for, and begin empty in each: a record whose call would come in the next block has an id of its own, as have
those of a campaign that has more answered records than the operation has calls.
"""

from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence

from attrs import define, field, frozen

from wolkvox_async.simulator.rows import pieces
from wolkvox_async.simulator.rows.scene import PERIOD, Scene
from wolkvox_async.simulator.rows.sources import DetailRows
from wolkvox_async.simulator.world.series import Series

ANSWERED = "ANSWER"
WEEK = 7 * 86_400
BLOCK_ROWS = 10_000  # records or calls of a block, about: what is worked out at once
BLOCKS = 128  # that are remembered


@frozen
class Customer:
    """Who was called: the fields that reports have of a customer."""

    customer_id: str
    phone: str
    customer_name: str
    customer_last_name: str


@frozen
class Block:
    """What became of the records of a campaign in a block of time: their calls, and the records of these."""

    calls: dict[int, int] = field(factory=dict)
    records: dict[int, int] = field(factory=dict)


@define(eq=False)
class Joint:
    """The calls of one tenant, and the records of its campaigns. rows_of: the records of a campaign, None without."""

    series: Series
    scenes: Sequence[Scene]
    salt: int
    rows_of: Callable[[str], DetailRows | None]
    _blocks: "OrderedDict[tuple[str, int], Block]" = field(factory=OrderedDict)
    _calls: dict[str, tuple[int, ...]] = field(factory=dict)
    _last: tuple[int, Customer | None] = (-1, None)

    def call_of(self, rows: DetailRows, j: int) -> int | None:
        """Return the number of the call that record j became; None where it became none that is listed."""
        if not rows.outcome(j).agent:
            return None
        return self._block(rows, rows.series.at(j)).calls.get(j)

    def record_of(self, k: int) -> tuple[DetailRows, int] | None:
        """Return the record that call k was of, as its campaign and number."""
        scene = self.scenes[k % PERIOD]
        rows = self.rows_of(scene.campaign) if scene.result == ANSWERED else None
        j = None if rows is None else self._block(rows, self.series.at(k)).records.get(k)
        return None if rows is None or j is None else (rows, j)

    def customer(self, k: int) -> Customer | None:
        """Return who call k was to, where it was of a record."""
        if self._last[0] != k:
            found = self.record_of(k)
            self._last = k, None if found is None else _customer(*found)
        return self._last[1]

    def connection(self, k: int) -> bytes:
        """Return the id of call k."""
        return b"conn.%d.%d.%d" % (self.salt, self.series.at(k), k)

    def agent(self, k: int) -> bytes:
        """Return who had call k."""
        return self.scenes[k % PERIOD].agent.id.encode()

    def _block(self, rows: DetailRows, second: int) -> Block:
        """Return the block of time of a campaign that a second lies in."""
        span = int(max(1, min(WEEK, BLOCK_ROWS * min(rows.series.every, self.series.every))))
        key = rows.campaign.id, second // span
        if key in self._blocks:
            self._blocks.move_to_end(key)
            return self._blocks[key]
        found = self._blocks[key] = self._matched(rows, key[1] * span, (key[1] + 1) * span)
        if len(self._blocks) > BLOCKS:
            self._blocks.popitem(last=False)
        return found

    def _matched(self, rows: DetailRows, start: int, end: int) -> Block:
        """Match the answered records and calls of a campaign from a second up to, not including, another."""
        campaign, steps = rows.campaign, pieces.steps(rows.seed)
        stop = rows.series.before(end if campaign.ends is None else min(end, campaign.ends))
        j = rows.series.before(start)
        if j < stop and not rows.outcome(j).agent:
            j += steps[j % pieces.OUTCOMES]
        block = Block()
        waiting: defaultdict[str, deque[int]] = defaultdict(deque)
        for k in self._answered(campaign.id, self.series.before(start), self.series.before(end)):
            while j < stop and rows.series.at(j) <= self.series.at(k):
                waiting[rows.outcome(j).fields["cod_act"]].append(j)
                j += steps[j % pieces.OUTCOMES]
            if queue := waiting[self.scenes[k % PERIOD].code.id]:
                record = queue.popleft()
                block.calls[record], block.records[k] = k, record
        return block

    def _answered(self, campaign: str, start: int, stop: int) -> Iterator[int]:
        """Yield the numbers of the calls of a campaign that were answered."""
        if campaign not in self._calls:
            places = (n for n, each in enumerate(self.scenes) if each.campaign == campaign and each.result == ANSWERED)
            self._calls[campaign] = tuple(places)
        for period in range(start // PERIOD, stop // PERIOD + 1):
            yield from (k for n in self._calls[campaign] if start <= (k := period * PERIOD + n) < stop)


def _customer(rows: DetailRows, j: int) -> Customer:
    record = rows.record(j)
    return Customer(record["customer_id"], record["tel1"], record["customer_name"], record["customer_last_name"])
