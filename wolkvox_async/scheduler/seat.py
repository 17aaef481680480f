"""A seat: one of a token's two slots as this process has it, and the stint that a claim on it is good for.

To ask the store costs more than a short call can bear, so it is asked once for several: a granted claim is good for a
*stint*. While it lasts, and while calls are left that were booked ahead with it, the seat goes from one call of this
process to the next and the store hears nothing of it. A call that takes longer is a stint of its own. Another process
that wants the slot waits for the end of a stint once: while it stands in line, nothing is booked ahead.
"""

from asyncio import TimerHandle

from attrs import define

from wolkvox_async.operation import Token
from wolkvox_async.scheduler.store import Claim

__all__ = ["KEPT_SECONDS", "STINT_SECONDS", "Pair", "Seat", "calls_ahead"]

STINT_SECONDS = 1.0  # how long one claim is good for further calls; well within the grace that a lease has
KEPT_SECONDS = 0.020  # how long a slot waits between two calls of a stint, before the store has it back
_MOST_AHEAD = 31
_SHORTEST = 0.001  # seconds; no call is shorter


def calls_ahead(usual: float) -> int:
    """Return how many further calls a stint is likely to see, where each takes so many seconds."""
    return max(0, min(_MOST_AHEAD, int(STINT_SECONDS / max(usual, _SHORTEST)) - 1))


@define(eq=False)
class Pair:
    """What the two seats of a token share."""

    token: Token
    key: str
    trusted: bool = True
    squeezed_until: float = 0.0  # when the second slot comes back, after somebody else used the token
    squeezed_for: float = 0.0  # how long it was away the last time
    restore: TimerHandle | None = None


@define(eq=False)
class Seat:
    """The right to ask for a slot; with a claim, the slot itself until it is given back."""

    pair: Pair
    claim: Claim | None = None
    ahead: int = 0  # calls booked with the claim that can still be made
    unsent: int = 0  # ... and those that never reached the server: given back, and not made again
    ends: float = 0.0  # no call of the stint begins from then on
    kept_since: float = 0.0

    def covers(self, now: float, cost: int) -> bool:
        """Tell whether a call may go without asking the store: no clock was set back, and enough is booked."""
        claim = self.claim
        return claim is not None and cost <= self.ahead and claim.now <= now < self.ends
