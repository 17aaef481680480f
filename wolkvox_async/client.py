"""The front door for one operation.

As in::

    async with Wolkvox(operation) as wolkvox:
        rows = await wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 2, 1))
"""

import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self, Unpack

import orjson

from wolkvox_async import events, limits
from wolkvox_async.calls.exchange import Reply
from wolkvox_async.calls.executor import CallExecutor, Engine
from wolkvox_async.calls.response import document
from wolkvox_async.calls.transport import Timeouts
from wolkvox_async.core.call import Call
from wolkvox_async.core.shape import listed
from wolkvox_async.endpoints import find
from wolkvox_async.endpoints.groups import Groups
from wolkvox_async.engine import make_engine
from wolkvox_async.errors import ConfigurationError, WolkvoxError, placed
from wolkvox_async.misnamed import taken_for_group
from wolkvox_async.operation import Operation
from wolkvox_async.options import ClientOptions, OnStoreFailure, Options
from wolkvox_async.scheduler import Lane, Store, Usage
from wolkvox_async.secrecy import sealed, without_frames

if TYPE_CHECKING:
    import aiohttp

    from wolkvox_async.reports.report import Report
    from wolkvox_async.uploads.history import Uploads

__all__ = ["Envelope", "Wolkvox"]


class Envelope(dict[str, Any]):
    """A reply as the server wrote it: code, error, msg, data. status is of HTTP; rows is `data` where it is a list."""

    status: int = 200

    @property
    def rows(self) -> list[Any]:
        """`data` where it is a list, else no rows."""
        return listed(self.get("data")) or []


def _printable(text: str) -> str:
    return "".join(mark if mark.isprintable() else "?" for mark in text)


def _text(name: str, value: str | float) -> str:
    """Return a value of a query as its text."""
    try:
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return str(value)
    except ValueError:  # more digits than Python writes
        raise ConfigurationError(f"{name} has too many digits", advice="give it as a text") from None
    raise ConfigurationError(f"{name} is {value!r}", advice="give a text or a number")


def _json(value: Any) -> bytes:
    """Return the body of a call."""
    try:
        return orjson.dumps(value)
    except TypeError as error:
        raise ConfigurationError(
            f"the body has no form in JSON: {error}", advice="give lists, dicts and texts"
        ) from None


class Wolkvox(Groups):
    """One operation's API: groups are the vendor's scripts, methods the vendor's api names.

    Args:
        operation: Whose API it is.
        store: Where permits and quota are counted: a file (None: one in the user's state directory, shared by the
            processes of this host), the address of a Redis that hosts share (redis://…), or a Store, as MemoryStore().
        on_store_failure: What happens while the store is gone. refuse: no call goes out. local: this process goes on
            with one permit a token, whatever other processes do.
        session: An aiohttp.ClientSession to use; it is left open.
        max_wait: Seconds that a call may wait for a permit, the quota or a pause of the server before WaitTooLong.
        listener: A function that gets every event (`wolkvox_async.events`); None logs them.
        timeouts: How long a call may take.
        proxy: Address of the proxy of all calls, as http://proxy:3128; it may hold a user and a password, and is never
            shown. None: what the environment names (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, and NO_PROXY for exceptions).
        ca_bundle: A PEM file of certificates to trust beside the system's, as those of a proxy that opens TLS. None:
            the system's, or those of SSL_CERT_FILE.
        journal: The file in which uploads are written down; None: one beside the store's file, or in the user's state
            directory.
        strict: Whether a value that is not of its documented type raises DecodeError; else it goes to `extra`.
        strict_counts: Whether a reply with fewer rows than it promises is an error, which carries them; else it passes
            with the event ShortReply.
        share_calls: Whether identical reads that are under way are one call, whose reply or error all askers get. One
            that was begun before a change may not show it.
        cache: With share_calls, seconds for which a reply answers identical questions too, by endpoint of real_time
            (`real_time.agents`) or for all of them (`real_time`); nothing else is kept. The vendor advises one call in
            5 minutes, which is 300.
        clock: Seconds of the epoch; for tests.
        engine: What clients of a fleet share; for `Fleet`.

    Raises:
        ConfigurationError: A value cannot be right.
    """

    @sealed
    def __init__(
        self,
        operation: Operation,
        *,
        store: Store | str | Path | None = None,
        on_store_failure: OnStoreFailure = "refuse",
        session: "aiohttp.ClientSession | None" = None,
        max_wait: float = limits.MAX_WAIT_SECONDS,
        listener: events.Listener | None = None,
        timeouts: Timeouts | None = None,
        proxy: str | None = None,
        ca_bundle: str | Path | None = None,
        journal: str | Path | None = None,
        strict: bool = False,
        strict_counts: bool = True,
        share_calls: bool = False,
        cache: Mapping[str, float] | None = None,
        clock: Callable[[], float] = time.time,
        engine: Engine | None = None,
    ) -> None:
        if not isinstance(operation, Operation):
            raise ConfigurationError("Wolkvox takes an Operation", advice="Wolkvox(Operation(name=…, …))")
        options = ClientOptions(
            store=store,
            on_store_failure=on_store_failure,
            session=session,
            max_wait=max_wait,
            listener=listener,
            timeouts=timeouts,
            proxy=proxy,
            ca_bundle=ca_bundle,
            journal=journal,
            strict=strict,
            strict_counts=strict_counts,
            share_calls=share_calls,
            cache=cache,
            clock=clock,
        )
        self._owned = engine is None
        self._engine = engine or make_engine(options)
        self._caller = CallExecutor(
            self._engine, operation, strict=strict, strict_counts=strict_counts, share_calls=share_calls
        )

    @classmethod
    @sealed
    def from_env(
        cls, operation: str | None = None, *, dotenv: str | Path | None = None, **options: Unpack[Options]
    ) -> Self:
        """Make a client of the operation that the environment names, else of the one of wolkvox.toml.

        The variables are WOLKVOX_SERVER, WOLKVOX_TOKEN or WOLKVOX_TOKENS (several, with commas between them),
        WOLKVOX_LICENCES and WOLKVOX_TZ, and where wanted WOLKVOX_OPERATION (its name), WOLKVOX_BASE_URL and
        WOLKVOX_RESET_HOUR. Where none of them but the token is set, the file of WOLKVOX_CONFIG is read, or
        ./wolkvox.toml.

        Args:
            operation: Its name, where the file has several, or for one that variables describe. None:
                WOLKVOX_OPERATION. Processes that share an operation's quota call it by the same name.
            dotenv: A `.env` file whose variables are taken where the environment does not have them. None: no such
                file is read.
            **options: As in the constructor, over those of the file.

        Raises:
            ConfigurationError: Variables are missing (all are named), or there are none and no file that can be used.
        """
        from wolkvox_async import config_discovery  # noqa: PLC0415 - others describe their operations themselves

        found = config_discovery.find(dotenv, name=operation)
        return cls(
            config_discovery.one_of(found, operation, dotenv=dotenv), **config_discovery.options_of(found, options)
        )

    @property
    def operation(self) -> Operation:
        """The operation whose API it is."""
        return self._caller.operation

    @property
    def uploads(self) -> "Uploads":
        """The operation's uploads, as the journal has them."""
        from wolkvox_async.uploads.history import Uploads  # noqa: PLC0415 - only who asks for it needs it

        find_record = self.with_options(share_calls=False).campaign.find_record  # what it finds is the latest
        return Uploads(self._caller, self.campaign.add_records, find_record)

    def with_options(
        self,
        *,
        lane: Lane | None = None,
        max_wait: float | None = None,
        strict: bool | None = None,
        strict_counts: bool | None = None,
        attempts: int | None = None,
        timeout: float | Timeouts | None = None,
        quota_share: float | None = None,
        share_calls: bool | None = None,
    ) -> "Wolkvox":
        """Return a client of the same operation with other choices; session, permits and quota are shared.

        Args:
            lane: Lane of its calls: interactive or bulk. None: reports of many windows and uploads are bulk.
            max_wait: Seconds that a call may wait; None: as before.
            strict: As in the constructor; None: as before.
            strict_counts: As in the constructor; None: as before.
            attempts: How often a call is made at most, 1 or more, where making it again can help and is safe; None: as
                before, 6 at first.
            timeout: Seconds that a call may take once it is sent, to the last byte of its reply, or all of its
                timeouts; at most those of the constructor. None: as before.
            quota_share: Share of the day's calls, above 0 and at most 1, beyond which it makes none, whoever made the
                others; the rest is left to other programs. None: as before, 1 at first.
            share_calls: As in the constructor; None: as before.

        Raises:
            ConfigurationError: A value cannot be right.
        """
        if attempts is not None and (not isinstance(attempts, int) or isinstance(attempts, bool) or attempts < 1):
            raise ConfigurationError(f"attempts is {attempts!r}", advice="give a whole number, 1 or more")
        if quota_share is not None and not 0 < quota_share <= 1:
            raise ConfigurationError(f"quota_share is {quota_share!r}", advice="give a share such as 0.8")
        twin = Wolkvox(self.operation, engine=self._engine)
        twin._caller = self._caller.having(
            lane=lane,
            max_wait=max_wait,
            strict=strict,
            strict_counts=strict_counts,
            attempts=attempts,
            timeouts=None if timeout is None else self._engine.transport.timeouts.within(timeout),
            quota_share=quota_share,
            share_calls=share_calls,
        )
        return twin

    @taken_for_group
    def report(
        self,
        name: str,
        *,
        start: date | datetime,
        end: date | datetime,
        by: Literal["day"] | None = None,
        **given: Any,
    ) -> "Report[Any]":
        """Return the report of an endpoint by its name.

        Args:
            name: Name of the endpoint, as in `reports.cdr_1`.
            start: First moment.
            end: First moment that is not included.
            by: "day" asks for each day by itself, where rows name an hour and no date.
            **given: The endpoint's own parameters.

        Raises:
            ConfigurationError: The name is unknown, the endpoint takes no dates, or a value cannot be right.
        """
        from wolkvox_async.reports.report import Report  # noqa: PLC0415 - only who reads reports needs it

        endpoint = find(name)
        if endpoint.rows is None:
            raise ConfigurationError(f"{name} takes no dates", advice="it is not a report; call its method").at(
                operation=self.operation.name
            )
        return Report(self._caller, endpoint, start, end, given, by=by)

    async def quota(self, *, refresh: bool = False) -> Usage:
        """Return the operation's calls of today, and its permits.

        It is our own count, shared by all who share the store.

        Args:
            refresh: Whether to ask the server too (token_info, one call), and take the larger count.

        Raises:
            StoreUnavailable: The store cannot be read.
            WolkvoxError: With refresh, whatever ends a call.
        """
        try:
            return await self._quota(refresh=refresh)
        except WolkvoxError as error:
            raise without_frames(error).at(operation=self.operation.name) from None

    async def _quota(self, *, refresh: bool) -> Usage:
        self._caller.enter()
        scheduler = self._engine.scheduler
        if refresh:
            await self._ask_server()
        return await scheduler.usage(self.operation, max_wait=self._caller.max_wait)

    async def _ask_server(self) -> None:
        """Take the server's count of the day; a reply after midnight may be of either day, so it is asked again."""
        scheduler, operation = self._engine.scheduler, self.operation
        while True:
            day = scheduler.queue(operation).today()
            usages = await self.information.token_info()
            if scheduler.queue(operation).today() == day:
                break
        for usage in usages:
            if usage.all_token_today is not None:
                scheduler.queue(operation).reconcile(usage.all_token_today, day)

    async def call(
        self,
        method: str,
        script: str,
        api: str,
        /,
        *,
        json: Any = None,
        lane: Lane = "interactive",
        cost: int = 1,
        **query: str | float,
    ) -> Envelope:
        """Make any call of the API, scheduled and counted like all others, and return the reply as it came.

        For what has no method of its own: `await wolkvox.call("GET", "information.php", "skills")`.

        Args:
            method: HTTP method.
            script: Path below the address of the API, as in `information.php`.
            api: Value of the api parameter.
            json: Body, as lists, dicts and texts.
            lane: Who goes first: interactive before bulk.
            cost: Calls of the daily quota that it costs.
            **query: Further parameters of the query.

        Returns:
            Envelope: The reply as a dict; `.rows` are its records.

        Raises:
            ConfigurationError: A value has no form on the wire; nothing was sent.
            OutcomeUnknown: It writes, and no answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever else ends a call.
        """
        endpoint = _printable(f"{script.removesuffix('.php')}.{api}")
        with placed(operation=self.operation.name, endpoint=endpoint):
            call = Call(
                endpoint=endpoint,
                method=method.upper(),
                script=script,
                query=(("api", api), *((name, _text(name, value)) for name, value in query.items())),
                body=None if json is None else _json(json),
                windowed="date_ini" in query,
                cost=cost,
            )
        reply = await self._caller.perform(call, lane=lane)
        try:
            return await self._envelope(reply, call.endpoint)
        finally:
            reply.close()

    async def _envelope(self, reply: Reply, endpoint: str) -> Envelope:
        found = await document(self._caller, reply, endpoint)
        envelope = Envelope(found if isinstance(found, dict) else {"data": found})
        envelope.status = reply.answered.seen.status
        return envelope

    async def aclose(self) -> None:
        """Let go of the session, unless it was injected or is shared, after the calls under way have ended."""
        if self._owned:
            await self._engine.aclose()

    def __repr__(self) -> str:
        """Return the client's operation and address, without its tokens."""
        closed = " closed" if self._engine.closed else ""
        return f"<Wolkvox {self.operation.name} {self.operation.base_url}{closed}>"

    def __enter__(self) -> None:
        """Refuse the form for clients that are not of asyncio."""
        raise ConfigurationError(
            "Wolkvox is a client of asyncio",
            advice="write async with Wolkvox(operation) as wolkvox, or take the client without asyncio: "
            "from wolkvox_async.sync import Wolkvox",
        )

    def __exit__(self, *_: object) -> None:
        """End nothing, since nothing was begun."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
