"""Agents, skills and activity codes: made, edited, given to each other, and listed."""

import re
from collections.abc import Mapping

from wolkvox_async.simulator.handlers.call import Call
from wolkvox_async.simulator.handlers.common import (
    NO_SKILL,
    agent,
    chosen,
    done,
    invalid,
    listed,
    moment,
    now,
    refused,
    state,
    table,
    yes,
)
from wolkvox_async.simulator.wire import Reply
from wolkvox_async.simulator.world.state.people import FLAGS, Agent, Code, Skill

PASSWORD = re.compile(r"(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])(?=.*[!#%&*@]).+")
SKILL_FIELDS = {"skill_name": "name", "description_skill": "description"} | {
    name: name for name in ("voicemail", "welcome_message", "vto")
}
AGENT_FIELDS = {"agent_dni": "dni", "agent_name": "name", "agent_sso": "sso"}

# The vendor's texts for these are not known.
CODE_THERE = "The code {} already exists in your operation."
NO_CODE = "The code {} does not exist in your operation."


# Agents


def create_agent(call: Call) -> Reply:
    """Make an agent, with the password that is given or one that the server makes."""
    password = _password(call)
    people = state(call).people
    made = Agent(people.new_agent_id(), call.given("agent_name"), call.given("agent_dni"), call.given("agent_sso"))
    people.agents[made.id] = made
    return done(call, [{"agent_id": made.id, "password": password or f"Wx{made.id}#{now(call) % 1000:03}"}])


def _password(call: Call) -> str:
    given = call.given("agent_pass")
    if given and not PASSWORD.fullmatch(given):
        raise invalid("agent_pass lacks a capital, a small letter, a digit or one of !#%&*@")
    return given


def edit_agent(call: Call) -> Reply:
    """Change an agent."""
    one = agent(call)
    _password(call)
    _edit(one, AGENT_FIELDS, call.body or {})
    return done(call)


def _edit(one: Agent | Skill, fields: Mapping[str, str], given: Mapping[str, object]) -> None:
    for name, attribute in fields.items():
        if given.get(name) is not None:
            setattr(one, attribute, str(given[name]))


def enable_agent(call: Call) -> Reply:
    """Enable an agent."""
    one = agent(call)
    one.enabled = True
    return done(call, msg=f"{one.id} agent has been enabled")


def disable_agent(call: Call) -> Reply:
    """Disable an agent, who is logged out by that."""
    one = agent(call)
    one.enabled = False
    line = state(call).agentbox.line(one.id)
    line.status = "logout"
    line.hang()
    return done(call, msg=f"{one.id} agent has been disabled")


def agents(call: Call) -> Reply:
    """List the agents."""
    held = state(call)
    return listed(
        call,
        [
            {
                "agent_id": each.id,
                "agent_name": each.name,
                "agent_dni": each.dni,
                "agent_status": held.agentbox.line(each.id).status.capitalize(),
                "last_use": moment(each.last_use),
                "agent_sso": each.sso,
                "enabled": yes(each.enabled),
            }
            for each in held.people.agents.values()
            if chosen(call, "agent", each.id)
        ],
    )


# Skills


def skill(call: Call) -> Skill:
    """Return the skill that a call names."""
    wanted = call.given("skill_id")
    found = state(call).people.skills.get(wanted)
    if found is None:
        raise refused(NO_SKILL.format(wanted))
    return found


def create_skill(call: Call) -> Reply:
    """Add a skill."""
    people = state(call).people
    made = Skill(people.new_skill_id(), call.given("skill_name"))
    _edit(made, SKILL_FIELDS, call.body or {})
    people.skills[made.id] = made
    return done(call, [{"skill_id": made.id}])


def edit_skill(call: Call) -> Reply:
    """Change a skill."""
    _edit(skill(call), SKILL_FIELDS, call.body or {})
    return done(call)


def skills(call: Call) -> Reply:
    """List the skills."""
    return listed(
        call,
        [
            {
                "skill_id": each.id,
                "skill_name": each.name,
                "skill_description": each.description,
                "last_use": moment(each.last_use),
            }
            for each in state(call).people.skills.values()
            if chosen(call, "skill", each.id)
        ],
    )


def add_agents_skill(call: Call) -> Reply:
    """Add an agent to a skill."""
    one, who = skill(call), agent(call)
    one.expertise[who.id] = call.given("expertise")
    return done(call, msg=f"Agent {who.id} added to skill {one.id} of operation")


def remove_agents_skill(call: Call) -> Reply:
    """Remove an agent from a skill."""
    one, who = skill(call), agent(call)
    if one.expertise.pop(who.id, None) is None:
        raise refused(f"Agent {who.id} is not in skill {one.id}")
    return done(call)


def agents_in_skill(call: Call) -> Reply:
    """List the agents of a skill."""
    known = state(call).people.agents
    return listed(
        call,
        [
            {
                "agent_id": each,
                "agent_name": known[each].name,
                "last_use": moment(known[each].last_use),
                "expertise": expertise,
            }
            for each, expertise in skill(call).expertise.items()
        ],
    )


# Codes


def create_cod_act(call: Call) -> Reply:
    """Add an activity code."""
    codes, key = state(call).people.codes, (call.given("type_code"), call.given("cod_act"))
    if key in codes:
        raise refused(CODE_THERE.format(key[1]))
    codes[key] = made = Code(key[1], key[0], call.given("description_cod_act"))
    _set_flags(call, made)
    return done(call)


def edit_cod_act(call: Call) -> Reply:
    """Change a code. hit and rpc are no again where they are not given."""
    one = _code(call, call.given("cod_act"))
    one.description = call.given("description_cod_act") or one.description
    one.flags |= {"hit": "no", "rpc": "no"}
    _set_flags(call, one)
    return done(call)


def _set_flags(call: Call, one: Code) -> None:
    one.flags |= {name: call.given(name) for name in FLAGS if call.given(name)}


def _code(call: Call, code: str) -> Code:
    found = state(call).people.codes.get((call.given("type_code"), code))
    if found is None:
        raise refused(NO_CODE.format(code))
    return found


def remove_cod_act(call: Call) -> Reply:
    """Remove codes, all of them or none."""
    given = call.body["cod_act"]
    gone = [_code(call, str(each)) for each in (given if isinstance(given, list) else [given])]
    for each in gone:
        state(call).people.codes.pop((each.kind, each.id), None)
    return done(call)


def activity_codes(call: Call) -> Reply:
    """List the activity codes."""
    return listed(
        call,
        [
            {"cod_act": each.id, "description_cod_act": each.description, "type_code": each.kind} | each.flags
            for each in state(call).people.codes.values()
            if chosen(call, "cod_act", each.id)
        ],
    )


HANDLERS = table(
    "configuration.php",
    create_agent=("POST", create_agent),
    edit_agent=("PUT", edit_agent),
    enable_agent=("PUT", enable_agent),
    disable_agent=("PUT", disable_agent),
    create_skill=("POST", create_skill),
    edit_skill=("PUT", edit_skill),
    add_agents_skill=("POST", add_agents_skill),
    remove_agents_skill=("DELETE", remove_agents_skill),
    create_cod_act=("POST", create_cod_act),
    edit_cod_act=("PUT", edit_cod_act),
    remove_cod_act=("DELETE", remove_cod_act),
) | table(
    "information.php",
    agents=("GET", agents),
    skills=("GET", skills),
    agents_in_skill=("GET", agents_in_skill),
    activity_codes=("GET", activity_codes),
)
