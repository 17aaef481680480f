"""A call as the handlers see it, and the route that tells what it must bring.

A handler is a function of a call that returns a reply. What is the same for all (required parameters,
enumerations, dates) stands in its route as data and is checked before the handler is asked, so a new
endpoint is a line in a table and a function.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import evolve, field, frozen

from wolkvox_async.simulator import facts
from wolkvox_async.simulator.ledger import Ledger
from wolkvox_async.simulator.rows import Blocks, Source
from wolkvox_async.simulator.series import Window, seconds
from wolkvox_async.simulator.truth import Truth, parse
from wolkvox_async.simulator.wire import Reply, bad_request, empty_window
from wolkvox_async.simulator.world import Switches, Tenant


@frozen(kw_only=True)
class Call:
    """Who asks for what. token is a digest, body the JSON sent; window is set where the route takes one."""

    tenant: Tenant
    token: str
    query: Mapping[str, str]
    body: Any = None
    window: Window = (0, 0)
    truth: Truth
    ledger: Ledger
    switches: Switches
    blocks: Blocks

    def visible(self, source: Source) -> range:
        """Give the rows of the window that are published."""
        delay = self.switches.publication_delay
        hidden = self.truth.now(self.tenant) - int(delay) + 1 if delay else None
        return source.series.rows(self.window, hidden)

    def report(self, source: Source, *, code: str | int = "200") -> Reply:
        """Answer with the rows of a source in the window, as many as one reply may have."""
        switches, chosen = self.switches, self.visible(source)
        if not chosen:
            return empty_window()
        records = self.blocks.records(source, chosen, switches.order, switches.reply_records)
        count = records.count if switches.full_message == "cut" else len(chosen)
        return Reply(code=code, msg=facts.FOUND.format(count), data=records)


@frozen(kw_only=True)
class Route:
    """One endpoint: its handler, the parameters it requires, the values that some may have.

    windowed: whether it takes dates; body: whether JSON must come along.
    """

    handler: Callable[[Call], Reply]
    required: Sequence[str] = ()
    values: Mapping[str, Sequence[str]] = field(factory=dict)
    windowed: bool = False
    body: bool = False

    def answer(self, call: Call) -> Reply:
        """Check what a call brings, and have it carried out."""
        objection = self._objection(call)
        if objection is not None:
            return objection
        if not self.windowed:
            return self.handler(call)
        window = _window(call.query["date_ini"], call.query["date_end"])
        return window if isinstance(window, Reply) else self.handler(evolve(call, window=window))

    def _objection(self, call: Call) -> Reply | None:
        required = (*self.required, "date_ini", "date_end") if self.windowed else self.required
        for name in required:
            if not call.query.get(name, "").strip():
                return bad_request(facts.PARAMETERS_REQUIRED, f"parameter {name} is missing")
        for name, values in self.values.items():
            if call.query.get(name, values[0]) not in values:
                return bad_request(facts.INVALID_VALUE, f"parameter {name} is none of {', '.join(values)}")
        if self.body and call.body is None:
            return bad_request(facts.PARAMETERS_REQUIRED, "the body is no JSON")
        return None


def _window(date_ini: str, date_end: str) -> Window | Reply:
    try:
        start, end = parse(date_ini), parse(date_end)
    except ValueError:
        return bad_request(facts.INVALID_VALUE, "date_ini or date_end is not YYYYmmddHHMMSS")
    if end < start:
        return bad_request(facts.INVALID_VALUE, "date_end is before date_ini", "window")
    if end - start > facts.LONGEST_WINDOW:
        return bad_request(facts.LONG_WINDOW, f"the window is {end - start} long", "window")
    return seconds(start), seconds(end)


Routes = dict[tuple[str, str, str], Route]  # by script, api and method
