"""The operation as a whole: licences, whether it is enabled, what it has, and what is handed in for it to work on."""

from wolkvox_async.simulator.handlers.call import Call
from wolkvox_async.simulator.handlers.common import (
    NO_SKILL,
    RefusedError,
    agent,
    chosen,
    done,
    listed,
    moment,
    now,
    refused,
    state,
    table,
    yes,
)
from wolkvox_async.simulator.handlers.people import NO_CODE
from wolkvox_async.simulator.wire import Reply, no_campaign
from wolkvox_async.simulator.world import population
from wolkvox_async.simulator.world.state import Interaction

LISTENVOX = "/listenVox/listenvox.php"
# What every simulated operation has of the optional services.
SERVICES = {
    *("screen_recording", "stereo_recording", "speech_analytics", "text_analytics", "wolkvox_storage", "turbo_dial"),
    *("whatsapp", "facebook_messenger", "instagram_chat", "chat_web", "email", "customer_prot", "sms_bidireccional"),
}

# The vendor's texts for these are not known.
NO_POINT = "Routing point {} does not exist in your operation."
NO_LICENCES = "An operation has at least one license"


def edit_licenses(call: Call) -> Reply:
    """Change one count or both. The daily quota goes with the licences of the contact centre."""
    held = state(call)
    if call.given("call_center") and int(call.given("call_center")) < 1:
        raise refused(NO_LICENCES)
    before = held.licences, held.pbx
    held.licences = int(call.given("call_center") or held.licences)
    held.pbx = int(call.given("pbx") or held.pbx)
    parts = [
        f"- Change of {name} licenses from {old} to {new}"
        for name, given, old, new in (
            ("contact center", call.given("call_center"), before[0], held.licences),
            ("PBX", call.given("pbx"), before[1], held.pbx),
        )
        if given
    ]
    return done(call, msg=" ".join(parts))


def services(call: Call) -> Reply:
    """Return the services that the operation has."""
    held = state(call)
    counts = {"licenses": str(held.licences), "pbx": str(held.pbx)}
    has = {field.wire: yes(field.wire in SERVICES) for field in call.entry.fields if field.type == "bool"}
    return listed(call, [counts | has])


def enable_module(call: Call) -> Reply:
    """Enable the module."""
    state(call).enabled = True
    return done(call, msg=f"The {call.tenant.name} module has been successfully enabled")


def disable_module(call: Call) -> Reply:
    """Disable the operation: nothing can be started in it. Its token goes on working, to enable it again."""
    state(call).enabled = False
    return done(call, msg=f"The {call.tenant.name} module has been successfully disabled")


def routing_points(call: Call) -> Reply:
    """List the routing points."""
    return listed(
        call,
        [
            {
                "rp_id": each.id,
                "rp_name": each.name,
                "ivr_active": "yes",
                "chat_active": yes(place == 0),
                "interaction_active": "yes",
                "crm_active": "no",
                "last_use": moment(now(call) - 600 * (place + 1)),
            }
            for place, each in enumerate(population.POINTS)
            if chosen(call, "routing", each.id)
        ],
    )


# What is handed in


def _take(call: Call, kind: str, names: tuple[str, ...]) -> int:
    """Keep what was handed in, and return their number."""
    taken = state(call).interactions
    taken.append(Interaction(kind, {name: call.given(name) for name in names if call.given(name)}))
    return len(taken)


def add_interaction(call: Call) -> Reply:
    """Run the flow of a routing point, and give the interaction to the first agent who is there."""
    point, held = call.given("rp_id"), state(call)
    if point not in {each.id for each in population.POINTS}:
        raise refused(NO_POINT.format(point))
    _take(call, "interaction", tuple(each.wire for each in call.entry.parameters))
    ready = (
        each for each in held.people.agents.values() if each.enabled and held.agentbox.line(each.id).status == "ready"
    )
    who = next((each.id for each in ready), "")
    return done(call, msg=f"{point} routing point was executed and assigned to agent ({who})")


def speech_on_demand(call: Call) -> Reply:
    """Take an order to analyse a call."""
    agent(call)
    _take(call, "speech", ("conn_id", "agent_id"))
    return done(call)


def analyse(call: Call) -> Reply:
    """Take a recording or text for analysis: whom and what it names must exist."""
    agent(call)
    held, given = state(call), call.given
    if given("cod_act") and held.people.code(given("cod_act")) is None:
        raise refused(NO_CODE.format(given("cod_act")))
    if given("skill") and given("skill") not in held.people.skills:
        raise refused(NO_SKILL.format(given("skill")))
    wanted = given("id_campaña")
    if wanted and call.truth.campaign(call.tenant, wanted) is None:
        raise RefusedError(no_campaign(wanted))
    count = _take(call, "listenvox", tuple(each.wire for each in call.entry.parameters if each.kind != "file"))
    return Reply(whole={"code": "", "error": None, "msg": "", "id": f"listenvox.{now(call)}.{count}"})


HANDLERS = {
    **table(
        "configuration.php",
        edit_licenses=("PUT", edit_licenses),
        enable_module=("PUT", enable_module),
        disable_module=("PUT", disable_module),
        add_interaction=("POST", add_interaction),
        speech_on_demand=("PUT", speech_on_demand),
    ),
    **table("information.php", services=("GET", services), routing_points=("GET", routing_points)),
    **table(LISTENVOX, **{"": ("POST", analyse)}),
}
