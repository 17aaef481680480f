"""The agent's application, worked from outside: its state, its call, and the call-backs of campaigns."""

from collections.abc import Callable

from wolkvox_async.simulator.handlers.call import Call
from wolkvox_async.simulator.handlers.common import agent, done, now, predictive, refused, state, table
from wolkvox_async.simulator.wire import Reply
from wolkvox_async.simulator.world import population
from wolkvox_async.simulator.world.state.agentbox import Line, Recall, RecallKey

STATES = ("ready", "logout")
NO_DATE = "0" * 14

# The vendor's texts for these are not known.
LOGGED_OUT = "Agent {} is not logged in"
DISABLED = "Agent {} is disabled"
NO_CALL = "Agent {} has no active call"
NOT_PREDICTIVE = "The last call of agent {} was not predictive"
NO_STATE = "The status {} does not exist"
NO_RECALL = "The recall does not exist"
EDITED = "Recall has been updated"
DELETED = "Recall has been deleted"


def _line(call: Call) -> Line:
    """Return the line of an agent who is logged in."""
    who = agent(call)
    line = state(call).agentbox.line(who.id)
    if line.status == "logout":
        raise refused(LOGGED_OUT.format(who.id))
    return line


def _talking(call: Call) -> Line:
    """Return the line of an agent who has a call."""
    line = _line(call)
    if not line.conn_id:
        raise refused(NO_CALL.format(call.given("agent_id")))
    return line


def change_status(call: Call) -> Reply:
    """Make an agent ready, log it out, or set an auxiliary state by its name or its number."""
    who, wanted = agent(call), call.given("status")
    if not who.enabled:
        raise refused(DISABLED.format(who.id))
    numbered = {str(n + 1): name for n, name in enumerate(population.AUXILIARIES)}
    status = numbered.get(wanted, wanted)
    if status not in (*STATES, *population.AUXILIARIES):
        raise refused(NO_STATE.format(wanted))
    line = state(call).agentbox.line(who.id)
    line.status = status
    if status == "logout":
        line.hang()
    who.last_use = now(call)
    return done(call, msg=f"Agent status has been modified to {status}")


def _begin(call: Call, msg: str = "") -> Reply:
    conn_id = state(call).agentbox.begin(call.given("agent_id"), call.given("customer_phone"), now(call))
    return done(call, {"conn_id": conn_id}, msg=msg)


def dial(call: Call) -> Reply:
    """Begin a call of a free agent."""
    _line(call)
    return _begin(call)


def aux_call(call: Call) -> Reply:
    """Call once more, by hand, whom a predictive campaign has called."""
    if not _line(call).predictive:
        raise refused(NOT_PREDICTIVE.format(call.given("agent_id")))
    return _begin(call)


def transfer(call: Call) -> Reply:
    """Return the call away, to a phone or another agent."""
    line, number = _talking(call), call.given("customer_phone")
    conn_id = line.conn_id
    line.hang()
    return done(call, {"conn_id": conn_id}, msg=f"Call has been transfer to {number} number")


def hang(call: Call) -> Reply:
    """End the agent's call."""
    _talking(call).hang()
    return done(call)


def code_call(call: Call) -> Reply:
    """Code the call, which goes on."""
    line = _talking(call)
    line.code = (call.given("cod_act"), call.given("cod_act_2"))
    return done(call, {"conn_id": line.conn_id})


def hang_type_ready(call: Call) -> Reply:
    """End the agent's call, code it, and make the agent ready."""
    line = _talking(call)
    line.code = (call.given("cod_act"), call.given("cod_act_2"))
    line.hang()
    line.status = "ready"
    return done(call)


def mute(call: Call) -> Reply:
    """Mute the agent's microphone, or unmute it."""
    line = _line(call)
    line.muted = not line.muted
    return done(call)


def hold(call: Call) -> Reply:
    """Put the agent's call on hold, or take it back."""
    line = _talking(call)
    line.held = not line.held
    return done(call)


def dtmf(call: Call) -> Reply:
    """Add tones to the agent's call."""
    line = _talking(call)
    line.tones += call.given("tones")
    return done(call, "tones agentbox has been added ")


def agent_display(call: Call) -> Reply:
    """Show the agent's window, or hide it."""
    line = _line(call)
    line.shown = call.given("display") != "no"
    return done(call, f"Agentbox has been {'show' if line.shown else 'hide'}")


# Call-backs


def _recalled(phone: str) -> Callable[[Call], RecallKey]:
    """Return how to read which call-back a call is about; phone: the name of its parameter."""

    def key(call: Call) -> RecallKey:
        _line(call)
        return predictive(call, "id_camp").id, call.given("id_customer"), call.given(phone)

    return key


_new, _known = _recalled("telefono"), _recalled("telephone")


def recall(call: Call) -> Reply:
    """Schedule a call-back."""
    given = call.given
    kept = Recall(given("agent_id"), given("rellamada"), given("recall_style"), given("name_recall"))
    state(call).agentbox.recalls[_new(call)] = kept
    return done(call)


def _scheduled(call: Call) -> tuple[RecallKey, Recall]:
    key = _known(call)
    found = state(call).agentbox.recalls.get(key)
    if found is None:
        raise refused(NO_RECALL)
    return key, found


def edit_recall(call: Call) -> Reply:
    """Change a call-back that is scheduled."""
    _, one = _scheduled(call)
    one.agent_id, one.at, one.style = call.given("agent_id"), call.given("recall"), call.given("recall_style")
    return done(call, msg=EDITED)


def delete_recall(call: Call) -> Reply:
    """Take the date from an automatic call-back, whose record stays; drop a manual one from the agent's list."""
    key, one = _scheduled(call)
    if call.given("recall_style") == "auto":
        one.at = NO_DATE
    else:
        del state(call).agentbox.recalls[key]
    return done(call, msg=DELETED)


HANDLERS = table(
    "agentbox.php",
    change_status=("POST", change_status),
    dial=("POST", dial),
    aux_call=("POST", aux_call),
    transfer=("POST", transfer),
    hang=("POST", hang),
    type=("POST", code_call),
    hang_type_ready=("POST", hang_type_ready),
    mute=("POST", mute),
    hold=("POST", hold),
    dtmf=("POST", dtmf),
    agent_display=("POST", agent_display),
    recall=("POST", recall),
    edit_recall=("PUT", edit_recall),
    delete_recall=("DELETE", delete_recall),
)
