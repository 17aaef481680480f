"""A lease: the right to one call of a token, until it is released or quarantined.

Whoever has it gives it back when the server is done with the call, not when the caller has lost patience.
"""

import os
from collections.abc import Callable

from attrs import Factory, define, field

from wolkvox_async import limits
from wolkvox_async.operation import Operation, Token
from wolkvox_async.scheduler.permits import TokenPermits
from wolkvox_async.scheduler.stores.protocol import Claim

__all__ = ["Lease"]


@define(eq=False, repr=False)
class Lease:
    """One of a token's two permits, with the call booked."""

    operation: Operation
    permit: TokenPermits
    endpoint: str
    claim: Claim  # what the store knows it by
    used: int  # the day's count with this call
    _begin_before: float
    _release: Callable[["Lease", bool], None]
    _quarantine: Callable[["Lease", float], None]
    # When it was granted, by the scheduler's clock; whoever sends the call says when that was.
    since: float = field(default=Factory(lambda self: self.claim.now, takes_self=True), init=False)
    _held_in: int | None = field(default=Factory(lambda _: os.getpid(), takes_self=True), init=False)  # not in a fork

    @property
    def token(self) -> Token:
        """The token to call with."""
        return self.permit.token

    def __repr__(self) -> str:
        return f"<lease of {self.token} {self.operation.name} {self.endpoint}>"

    def expired(self, now: float) -> bool:
        """Return whether the call must not be sent any more: the permit may be another caller's, or the day is over."""
        return now >= self._begin_before

    def release(self, *, refund: bool = False) -> None:
        """Give the permit to the next caller; a second time does nothing.

        Args:
            refund: The call never reached the server, so it costs nothing.
        """
        if self._give_up():
            self._release(self, refund)

    def quarantine(self) -> None:
        """Keep the permit taken for as long as the server may go on working: the connection was lost."""
        if self._give_up():
            self._quarantine(self, self.since + limits.CALL_SECONDS + limits.GRACE_SECONDS)

    def _give_up(self) -> bool:
        held, self._held_in = self._held_in == os.getpid(), None
        return held
