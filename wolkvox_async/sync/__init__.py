"""Clients without asyncio: the same groups, methods, types and errors, without `await`.

As in::

    from wolkvox_async import Operation
    from wolkvox_async.sync import Wolkvox

    with Wolkvox(operation) as wolkvox:
        for row in wolkvox.reports.cdr_1(start=date(2025, 1, 1), end=date(2025, 2, 1)):
            ...

They may be used from many threads at once, and where an event loop is running already, as in a notebook. Ctrl-C
cancels the call that is waited for; of an upload, the KeyboardInterrupt has the result so far as `.upload`. Listeners
are called in the thread of the event loop.

The names below are imported when they are first used.
"""

from typing import TYPE_CHECKING

from wolkvox_async.lazy import names_on_use

if TYPE_CHECKING:
    from wolkvox_async.sync.client import Wolkvox
    from wolkvox_async.sync.fleet import Fleet
    from wolkvox_async.sync.reports.paging import Paged
    from wolkvox_async.sync.reports.report import Report
else:
    __getattr__, __dir__ = names_on_use(
        __name__,
        {
            "client": "Wolkvox",
            "fleet": "Fleet",
            "reports.paging": "Paged",
            "reports.report": "Report",
        },
    )

__all__ = ["Fleet", "Paged", "Report", "Wolkvox"]
