"""How far the servers' clocks are ahead of ours, by the Date header of their replies.

What is past and what is published is a matter of the server's clock. Where ours is wrong by minutes or hours, a range
would end too early, or a window would count as settled before its rows are published.
"""

from datetime import UTC
from email.utils import parsedate_to_datetime

from wolkvox_async.operation import Operation

__all__ = ["Clocks"]

_EXACT = 5.0  # seconds: the header has whole ones, and a reply is on its way for some
_LIKELY = 15 * 3600.0  # a clock in a wrong zone is off by up to 14 hours; one that is further off is not the time


class Clocks:
    """The difference of each server's clock to ours, as its last reply showed it."""

    def __init__(self) -> None:
        self._ahead: dict[str, float] = {}
        self._seen: dict[str, float] = {}

    def ahead(self, operation: Operation) -> float:
        """Return by how many seconds the clock of the operation's server is ahead of ours, 0 while nothing is known."""
        return self._ahead.get(operation.base_url, 0.0)

    def difference(self, operation: Operation) -> float | None:
        """Return by how many seconds the last reply's date was ahead of our clock; None while there was none."""
        return self._seen.get(operation.base_url)

    def learn(self, operation: Operation, date: str, now: float) -> float:
        """Take a reply's Date header in, and return by how many seconds the server's clock is ahead.

        Args:
            operation: Whose server replied.
            date: The header, "" where there is none.
            now: Our clock when the head of the reply was there, seconds of the epoch.
        """
        try:
            ahead = parsedate_to_datetime(date).astimezone(UTC).timestamp() - now
        except (ValueError, OverflowError):  # none, or no date
            return self.ahead(operation)
        self._seen[operation.base_url] = ahead
        self._ahead[operation.base_url] = ahead if _EXACT < abs(ahead) < _LIKELY else 0.0
        return self._ahead[operation.base_url]
