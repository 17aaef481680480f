"""Which dialled record of a campaign is which call: a record that was answered becomes the next call of its campaign.

Both ways are worked out from the numbers alone: no list of contacts is kept. An answered record is the next call of its
campaign that was answered, if that has the same code, and unless another answered record comes between; so each call is
of one record at most.
"""

from collections.abc import Callable, Sequence

from attrs import define, field, frozen

from wolkvox_async.simulator.rows import pieces
from wolkvox_async.simulator.rows.scene import PERIOD, Scene
from wolkvox_async.simulator.rows.sources import DetailRows
from wolkvox_async.simulator.world.series import Series

ANSWERED = "ANSWER"


@frozen
class Customer:
    """Who was called: the fields that reports have of a customer."""

    customer_id: str
    phone: str
    customer_name: str
    customer_last_name: str


@define(eq=False)
class Joint:
    """The calls of one tenant, and the records of its campaigns. rows_of: the records of a campaign, None without."""

    series: Series
    scenes: Sequence[Scene]
    salt: int
    rows_of: Callable[[str], DetailRows | None]
    _steps: dict[str, tuple[int, ...]] = field(factory=dict)
    _last: tuple[int, Customer | None] = (-1, None)

    def call_of(self, rows: DetailRows, j: int) -> int | None:
        """Return the number of the call that record j became; None where it became none that is listed."""
        outcome = rows.outcome(j)
        if not outcome.agent:
            return None
        k = self._next(rows.campaign.id, rows.series.at(j))
        if k is None or self.scenes[k % PERIOD].code.id != outcome.fields["cod_act"]:
            return None
        following = j + pieces.answers(rows.seed)[0][j % pieces.OUTCOMES]
        return None if rows.series.at(following) <= self.series.at(k) else k

    def record_of(self, k: int) -> tuple[DetailRows, int] | None:
        """Return the record that call k was of, as its campaign and number."""
        scene = self.scenes[k % PERIOD]
        rows = self.rows_of(scene.campaign) if scene.result == ANSWERED else None
        if rows is None:
            return None
        last = rows.series.before(self.series.at(k) + 1) - 1
        j = last - pieces.answers(rows.seed)[1][last % pieces.OUTCOMES]
        ends = rows.campaign.ends
        if (
            j < 0
            or rows.outcome(j).fields["cod_act"] != scene.code.id
            or (ends is not None and rows.series.at(j) >= ends)
        ):
            return None
        return (rows, j) if self.call_of(rows, j) == k else None

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

    def _next(self, campaign: str, second: int) -> int | None:
        """Return the first call of a campaign that was answered, at or after a second."""
        if campaign not in self._steps:
            marked = [each.campaign == campaign and each.result == ANSWERED for each in self.scenes]
            self._steps[campaign] = _steps(marked)
        steps = self._steps[campaign]
        first = self.series.before(second)
        return first + steps[first % PERIOD] if steps else None


def _customer(rows: DetailRows, j: int) -> Customer:
    record = rows.record(j)
    return Customer(record["customer_id"], record["tel1"], record["customer_name"], record["customer_last_name"])


def _steps(marked: Sequence[bool]) -> tuple[int, ...]:
    """Return from each place how far the next marked one is, around the end; nothing where none is marked."""
    if not any(marked):
        return ()
    return tuple(next(d for d in range(len(marked)) if marked[(n + d) % len(marked)]) for n in range(len(marked)))
