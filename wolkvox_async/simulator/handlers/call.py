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
from wolkvox_async.simulator.rows.sources import Blocks, Source, Uncoded
from wolkvox_async.simulator.truth import Truth
from wolkvox_async.simulator.wire import Records, Reply, empty_window
from wolkvox_async.simulator.world.series import Published, Window
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
    def published(self) -> Published:
        """Which rows are published by now."""
        switches, now = self.switches, self.truth.now(self.tenant)
        delay = switches.publication_delay
        return Published(
            until=now - int(delay) + 1 if delay else None,
            late_every=switches.late_every,
            late_from=now - int(switches.late_seconds) + 1,
        )

    def visible(self, source: Source) -> range:
        """Return the rows of the window that are published, those that come late among them."""
        return source.series.rows(self.window, self.published.until)

    def records(self, source: Source, rows: Sequence[int]) -> Records:
        """Return rows of a source as they are sent, those that are young without their codes where a switch says so."""
        switches = self.switches
        if switches.corrected_seconds and rows:
            young = self.truth.now(self.tenant) - int(switches.corrected_seconds) + 1
            if source.series.at(rows[-1]) >= young:
                source, rows = Uncoded(source, young), list(rows)
        return self.blocks.records(source, rows, switches.order, switches.reply_records)

    def report(self, source: Source) -> Reply:
        """Answer with the rows of a source in the window, as many as one reply may have."""
        chosen = source.series.published(self.window, self.published)
        if not chosen:
            return empty_window()
        records = self.records(source, chosen)
        count = records.count if self.switches.full_message == "cut" else len(chosen)
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
