"""What the handlers share: how they refuse, confirm and list, as the catalogue says of their endpoint."""

from collections.abc import Callable, Iterable, Sequence
from http import HTTPStatus
from typing import Any

from wolkvox_async.simulator import facts
from wolkvox_async.simulator.handlers.call import Call, Handler, Part
from wolkvox_async.simulator.handlers.envelope import COUNT, wrapped
from wolkvox_async.simulator.rows.sources import stamp
from wolkvox_async.simulator.wire import ABSENT, Reply, bad_request, empty_window, no_campaign, refusal
from wolkvox_async.simulator.world.state import State
from wolkvox_async.simulator.world.state.people import Agent
from wolkvox_async.simulator.world.tenants import Campaign

# The vendor's texts for these are not known.
NO_AGENT = "Agent_id {} does not exist in your operation."
NO_SKILL = "Skill_id {} does not exist in your operation."

Broken = tuple[str, str]  # kind and detail of a violation


class RefusedError(Exception):
    """What was asked cannot be done: the reply that says so."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.msg)
        self.reply = reply


def refused(msg: str, *broke: Broken, status: int = 404) -> RefusedError:
    """Refuse by the rules of the operation; broke: the limits that a client should have kept."""
    return RefusedError(refusal(status, HTTPStatus(status).phrase, msg, *broke))


def invalid(detail: str) -> RefusedError:
    """Refuse what a client should not have sent."""
    return RefusedError(bad_request(facts.INVALID_VALUE, detail))


def refusing(handler: Handler) -> Handler:
    """Let a handler refuse from anywhere within."""

    def answer(call: Call) -> Reply:
        try:
            return handler(call)
        except RefusedError as why:
            return why.reply

    return answer


def done(call: Call, data: Any = ABSENT, *, msg: str = "", count: int = 1, broke: Sequence[Broken] = ()) -> Reply:
    """Confirm; msg: where the catalogue's has more to fill in than a count."""
    said = call.entry.reply
    text = msg or COUNT.sub(str(count), said.msg)
    return Reply(status=said.status, code=str(said.status), msg=text, data=data, broke=tuple(broke))


def listed(call: Call, rows: Iterable[dict[str, Any]]) -> Reply:
    """List, or say that there is nothing as the switch has it."""
    found = list(rows)
    return wrapped(call.entry, found) if found or call.switches.not_found == "list" else empty_window()


def state(call: Call) -> State:
    """Return what the calls of a tenant have changed."""
    return call.truth.state(call.tenant)


def now(call: Call) -> int:
    """Return the present second of the tenant's wall clock."""
    return call.truth.now(call.tenant)


def moment(second: int | None) -> str:
    """Write a wall-clock second, "-" for none."""
    return "-" if second is None else stamp(second).decode()


def yes(value: object) -> str:
    """Write a flag as the server does."""
    return "yes" if value else "no"


def chosen(call: Call, name: str, key: str) -> bool:
    """Return whether a filter wants this one: it does when it is not given."""
    return call.given(name).strip() == key or call.given(name).strip().lower() in ("", "all")


def agent(call: Call, name: str = "agent_id") -> Agent:
    """Return the agent that a call names."""
    wanted = call.given(name)
    found = state(call).people.agents.get(wanted)
    if found is None:
        raise refused(NO_AGENT.format(wanted))
    return found


def campaign(call: Call, name: str = "campaign_id") -> Campaign:
    """Return the campaign that a call names, if it is of the type that it names."""
    wanted, kind = call.given(name), call.given("type_campaign")
    found = call.truth.campaign(call.tenant, wanted)
    if found is None or kind not in ("", found.kind):
        raise RefusedError(no_campaign(wanted))
    return found


def predictive(call: Call, name: str = "campaign_id") -> Campaign:
    """Return the campaign that is asked for, or refuse one that is not predictive."""
    found = campaign(call, name)
    if found.kind != "predictive":
        raise RefusedError(no_campaign(found.id))
    return found


def uploaded(call: Call) -> list[Part]:
    """Return the files of a form, in order."""
    return [part for parts in call.form.values() for part in parts if part.filename]


def table(script: str, **handlers: tuple[str, Callable[[Call], Reply]]) -> dict[tuple[str, str, str], Handler]:
    """Return the handlers of a script from their api names, methods and functions."""
    return {(script, api, method): refusing(handler) for api, (method, handler) in handlers.items()}
