"""Which endpoint a call is of, and who answers it: all of the catalogue, some by a handler of their own."""

from collections.abc import Callable, Mapping
from functools import cache

from attrs import evolve, frozen

from wolkvox_async.catalogue import Entry, entries
from wolkvox_async.simulator.handlers import (
    agentbox,
    campaign_records,
    campaigns,
    chats,
    checks,
    envelope,
    files,
    generic,
    information,
    lists,
    messages,
    operation,
    people,
    real_time,
    records,
    reports,
    storage,
    templates,
)
from wolkvox_async.simulator.handlers.call import Call, Handler, Handlers
from wolkvox_async.simulator.wire import Reply

# Later ones stand in the place of earlier ones: `campaigns` makes campaigns by way of `campaign_records`.
_EACH = (
    *(campaign_records, reports, information, agentbox, campaigns, chats, files, lists, messages, operation),
    *(people, real_time, records, storage, templates),
)
HANDLERS: Handlers = {key: handler for each in _EACH for key, handler in each.HANDLERS.items()}


@frozen(kw_only=True)
class Route:
    """One endpoint. entries: what the catalogue says of it, more than one where it has variants."""

    entries: tuple[Entry, ...]
    handler: Handler = generic.answer

    @property
    def cost(self) -> int:
        """How many calls of the daily quota a call is."""
        return self.entries[0].cost

    def answer(self, call_of: Callable[[Entry], Call]) -> Reply:
        """Check what a call brings, and have it carried out as the first variant that has no objection."""
        objections = []
        for entry in self.entries:
            call = call_of(entry)
            call = evolve(call, query=checks.understood(entry, call))
            objection = checks.objection(entry, call)
            if objection is None:
                return self._carry_out(entry, call)
            objections.append(objection)
        return objections[0]

    def _carry_out(self, entry: Entry, call: Call) -> Reply:
        window = checks.window(entry, call) if entry.rows else call.window
        if isinstance(window, Reply):
            return window
        reply = self.handler(evolve(call, window=window))
        if reply.error is not None or reply.status != entry.reply.status:
            return reply
        return evolve(reply, code=envelope.code_of(entry, sampled=call.switches.sample_codes))


@cache
def routes() -> Mapping[tuple[str, str, str], Route]:
    """Return the routes by script, api and method; the catalogue is read once."""
    found: dict[tuple[str, str, str], list[Entry]] = {}
    for entry in entries():
        found.setdefault((entry.script, entry.api, entry.method), []).append(entry)
    return {key: Route(entries=tuple(each), handler=HANDLERS.get(key, generic.answer)) for key, each in found.items()}
