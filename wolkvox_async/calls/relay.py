"""Passes a call through: scheduled and counted like all others, its reply handed back as it came, whatever it means."""

from wolkvox_async.calls.exchange import Exchange, Reply
from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.calls.receiving import Answered
from wolkvox_async.calls.redaction import without_token
from wolkvox_async.core.reply import Found
from wolkvox_async.errors import ReplyError, TooManySimultaneous

__all__ = ["RelayExecutor"]


class _RelayExchange(Exchange):
    """Acts on what the server says of the token and the quota, and keeps the body of a refusal too."""

    async def _read(self, answered: Answered) -> Reply | ReplyError:
        try:
            answered, meaning = await self._meaning(answered)
            if isinstance(meaning, ReplyError):
                self._act_on(without_token(meaning, self._lease.token))
        except BaseException:
            answered.close()
            raise
        if isinstance(meaning, TooManySimultaneous):  # the server did not begin it: it is made again
            answered.close()
            return meaning
        return self._reply(answered, meaning if isinstance(meaning, Found) else None)


class RelayExecutor(CallExecutor):
    """Performs calls whose replies are passed on.

    `perform` makes a call again where no reply came, or the server did not begin it. Every other reply is returned,
    refusals too: whoever asked decides what follows from it.
    """

    exchange = _RelayExchange
