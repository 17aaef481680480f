"""A call as the handlers see it.

A handler is a function of a call that returns a reply. What its endpoint requires (parameters, enumerations, dates,
the kind of body) stands in the catalogue and is checked before the handler is asked; see `checks`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from attrs import field, frozen

from wolkvox_async.catalogue import Entry
from wolkvox_async.simulator import facts
from wolkvox_async.simulator.ledger import Ledger
from wolkvox_async.simulator.rows.sources import Blocks, Source
from wolkvox_async.simulator.truth import Truth
from wolkvox_async.simulator.wire import Reply, empty_window
from wolkvox_async.simulator.world.series import Window
from wolkvox_async.simulator.world.switches import Switches
from wolkvox_async.simulator.world.tenants import Tenant


@frozen
class Part:
    """One part of a multipart body. filename: "" for a plain field; text: of a small part that is UTF-8, else None."""

    filename: str
    size: int
    text: str | None


@frozen(kw_only=True)
class Call:
    """Who asks for what.

    token is a digest; body the JSON sent, None without; form the parts of a multipart body by name; window is set
    where the endpoint takes one; entry is what the catalogue says of the endpoint.
    """

    tenant: Tenant
    token: str
    query: Mapping[str, str]
    body: Any = None
    form: Mapping[str, Sequence[Part]] = field(factory=dict)
    window: Window = (0, 0)
    entry: Entry
    truth: Truth
    ledger: Ledger
    switches: Switches
    blocks: Blocks

    @property
    def hidden(self) -> int | None:
        """The wall-clock second from which on rows are not published yet; None where all are."""
        delay = self.switches.publication_delay
        return self.truth.now(self.tenant) - int(delay) + 1 if delay else None

    def visible(self, source: Source) -> range:
        """Give the rows of the window that are published."""
        return source.series.rows(self.window, self.hidden)

    def report(self, source: Source) -> Reply:
        """Answer with the rows of a source in the window, as many as one reply may have."""
        switches, chosen = self.switches, self.visible(source)
        if not chosen:
            return empty_window()
        records = self.blocks.records(source, chosen, switches.order, switches.reply_records)
        count = records.count if switches.full_message == "cut" else len(chosen)
        return Reply(msg=facts.FOUND.format(count), data=records)

    def given(self, name: str) -> str:
        """Return a parameter of the query or a plain field of the body or form as text; "" where it is not given."""
        if name in self.query:
            return self.query[name]
        if isinstance(self.body, Mapping) and self.body.get(name) is not None:
            return str(self.body[name])
        parts = self.form.get(name, ())
        return parts[0].text or "" if parts else ""


Handler: TypeAlias = Callable[[Call], Reply]
Handlers: TypeAlias = Mapping[tuple[str, str, str], Handler]  # by script, api and method, as in the catalogue
