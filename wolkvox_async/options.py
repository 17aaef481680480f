"""The options that clients share: what `Wolkvox` and `Fleet` take by keyword is carried inward as one value."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict

from attrs import field, frozen

from wolkvox_async import events, limits
from wolkvox_async.calls.transport import Timeouts
from wolkvox_async.scheduler import Store

if TYPE_CHECKING:
    import aiohttp

__all__ = ["ClientOptions", "OnStoreFailure", "Options"]

OnStoreFailure = Literal["refuse", "local"]
"""What happens while a store is gone: no call goes out, or this process goes on with permits of its own."""


@frozen(kw_only=True)
class ClientOptions:
    """How clients work; `Wolkvox` says what each option means."""

    store: Store | str | Path | None = field(default=None, repr=False)  # an address may hold a password
    on_store_failure: OnStoreFailure = "refuse"
    session: "aiohttp.ClientSession | None" = None
    max_wait: float = limits.MAX_WAIT_SECONDS
    listener: events.Listener | None = None
    timeouts: Timeouts | None = None
    proxy: str | None = field(default=None, repr=False)  # may hold a password
    ca_bundle: str | Path | None = None
    journal: str | Path | None = None
    strict: bool = False
    strict_counts: bool = True
    share_calls: bool = False
    cache: Mapping[str, float] | None = None
    clock: Callable[[], float] = time.time


class Options(TypedDict, total=False):
    """The same by keyword, for type checkers: what is handed on to a constructor as **options."""

    store: Store | str | Path | None
    on_store_failure: OnStoreFailure
    session: "aiohttp.ClientSession | None"
    max_wait: float
    listener: events.Listener | None
    timeouts: Timeouts | None
    proxy: str | None
    ca_bundle: str | Path | None
    journal: str | Path | None
    strict: bool
    strict_counts: bool
    share_calls: bool
    cache: Mapping[str, float] | None
    clock: Callable[[], float]
