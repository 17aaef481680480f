"""Campaigns: made, edited, started, stopped, deleted, and listed as they are."""

from typing import cast

from attrs import evolve

from wolkvox_async.simulator import facts
from wolkvox_async.simulator.handlers import campaign_records as records
from wolkvox_async.simulator.handlers.call import Call
from wolkvox_async.simulator.handlers.common import (
    RefusedError,
    campaign,
    chosen,
    done,
    invalid,
    listed,
    moment,
    refused,
    state,
    table,
)
from wolkvox_async.simulator.rows.sources import DetailRows
from wolkvox_async.simulator.wire import Reply, no_campaign
from wolkvox_async.simulator.world.state.campaigns import Settings
from wolkvox_async.simulator.world.tenants import Campaign, Kind

MOST_RUNNING = 2  # predictive campaigns at once
RUNNING = "You must turn off a predictive before starting this one, you currently have {} active predictives"
NOT_STARTED = "The campaign has not been started, please validate the data"
VIRTUAL_AGENT = "VAGENT"
LABELS = {f"opt{n}" for n in range(13)}
# Fields of edit_campaign that are kept as they come, and how their settings are called.
KEPT = {
    "campaign_description": "description",
    "enable_edition": "enable_edition",
    "start_time": "start_time",
    "end_time": "end_time",
    "skill_id": "skill_id",
    "amd_conf": "amd_conf",
    "turbo_dial": "turbo_dial",
    "routing_recall": "routing_recall",
    "camp_dial_order": "camp_dial_order",
}
EDITABLE = {*KEPT, "campaign_name", "type_camp", "optional_labels"}


def settings(call: Call, each: Campaign) -> Settings:
    """Return what was set of a campaign."""
    return state(call).campaigns.settings(each.id)


def create_campaign(call: Call) -> Reply:
    """Make the campaign, and keep what was said of it."""
    reply = records.create_campaign(call)
    held = state(call).campaigns.settings(reply.data[0]["id_campaign"])
    held.description = call.given("campaign_description")
    held.skill_id = call.given("skill_id")
    held.enable_edition = call.given("enable_edition") or "yes"
    held.amd_conf = call.given("amd") or "default"
    held.start_time = _hour(call.given("start_time")) or held.start_time
    held.end_time = _hour(call.given("end_time")) or held.end_time
    held.labels = {name: str(call.body[name]) for name in facts.OPTS if call.body.get(name)}
    return reply


def _hour(text: str) -> str:
    """Write hhiiss as editing and listing have it."""
    return f"{text[:2]}:{text[2:4]}:{text[4:]}" if text else ""


def add_record(call: Call) -> Reply:
    """Load records; the campaign is started or stopped afterwards, where the call says so and the rules let it."""
    uploads = call.truth.uploads(call.tenant.name, call.given("campaign_id"))
    before = uploads.times.total()
    reply = records.add_record(call)
    if uploads.times.total() > before:
        wanted, one = call.given("campaign_status"), campaign(call)
        if wanted == "start" and _obstacle(call, one) is None:
            settings(call, one).status = "Started"
        if wanted == "stop":
            settings(call, one).status = "Stopped"
    return reply


def _obstacle(call: Call, one: Campaign) -> str | None:
    """Return why a campaign cannot be started: two predictive ones run already, or the operation is disabled."""
    if not state(call).enabled:
        return NOT_STARTED
    others = [each for each in call.truth.campaigns(call.tenant) if each.kind == "predictive" and each.id != one.id]
    running = sum(settings(call, each).started for each in others)
    return RUNNING.format(running) if one.kind == "predictive" and running >= MOST_RUNNING else None


def start(call: Call) -> Reply:
    """Start a campaign, unless something keeps it from dialling."""
    one = campaign(call)
    obstacle = _obstacle(call, one)
    if obstacle is not None:
        raise refused(obstacle)
    settings(call, one).status = "Started"
    return done(call, msg=f"The {one.id} campaign_id has been started successfully")


def stop(call: Call) -> Reply:
    """Stop a campaign."""
    one = campaign(call)
    settings(call, one).status = "Stopped"
    return done(call, msg=f"The {one.id} campaign_id has been stopped successfully")


def speed(call: Call) -> Reply:
    """Set a campaign's speed."""
    one = campaign(call)
    settings(call, one).speed = call.given("speed")
    return done(call, msg=f"The speed of {one.id} campaign_id has been updated successfully")


def edit_campaign(call: Call) -> Reply:
    """Change what is given, if all of it is right."""
    one = campaign(call)
    held, given = settings(call, one), call.body or {}
    _check_edit(call, held)
    for name, setting in KEPT.items():
        if name in given:
            setattr(held, setting, str(given[name]))
    held.labels.update(given.get("optional_labels", {}))
    edited = evolve(
        one,
        name=call.given("campaign_name") or one.name,
        kind=cast("Kind", call.given("type_camp").lower() or one.kind),
    )
    state(call).campaigns.edited[one.id] = edited
    shown = {name: getattr(held, setting) for name, setting in KEPT.items() if name != "camp_dial_order"}
    return done(
        call,
        [
            {"campaign_id": edited.id, "campaign_name": edited.name}
            | shown
            | {"type_camp": edited.kind.capitalize(), "optional_labels": held.labels}
        ],
    )


def _check_edit(call: Call, held: Settings) -> None:
    unknown = sorted(set(call.body or {}) - EDITABLE)
    if unknown:
        raise invalid(f"field {unknown[0]} cannot be edited")
    skill = call.given("skill_id")
    if skill and skill != VIRTUAL_AGENT and skill not in state(call).people.skills:
        raise invalid(f"there is no skill {skill}")
    begins, ends = call.given("start_time") or held.start_time, call.given("end_time") or held.end_time
    if begins >= ends:
        raise invalid(f"start_time {begins} is not before end_time {ends}")
    labels = sorted(set((call.body or {}).get("optional_labels", {})) - LABELS)
    if labels:
        raise invalid(f"there is no label {labels[0]}")


def delete_campaign(call: Call) -> Reply:
    """Delete one or several; a refusal only where none could be."""
    ids = [str(each) for each in (call.body or {}).get("campaign_ids") or [call.given("campaign_id")]]
    known = {each.id for each in call.truth.campaigns(call.tenant) if each.kind == call.given("type_campaign")}
    gone = [each for each in dict.fromkeys(ids) if each in known]
    if not gone:
        raise RefusedError(no_campaign(ids[0]))
    state(call).campaigns.deleted.update(gone)
    for each in gone:
        call.truth.uploads(call.tenant.name, each).latest.clear()
    failed = len(ids) - len(gone)
    return done(call, msg=f"{len(gone)} campaigns deleted successfully. {failed} operations failed.")


def campaigns(call: Call) -> Reply:
    """List the campaigns as they are set."""
    return listed(
        call,
        [_row(call, each) for each in call.truth.campaigns(call.tenant) if chosen(call, "campaign", each.id)],
    )


def _attempts(call: Call, each: Campaign) -> tuple[DetailRows, range]:
    """Return the rows of a campaign up to now."""
    source = call.truth.details(call.tenant, each)
    return source, source.series.rows((source.series.first, call.truth.now(call.tenant)))


def loaded(call: Call, each: Campaign) -> tuple[int, int]:
    """Count the records of a campaign: those that were dialled, and those that were uploaded and wait."""
    _, dialled = _attempts(call, each)
    left = max(0, min(len(dialled), each.customers) - len(settings(call, each).removed))
    return left, len(call.truth.uploads(call.tenant.name, each.id).latest)


def _row(call: Call, each: Campaign) -> dict[str, str]:
    held = settings(call, each)
    source, dialled = _attempts(call, each)
    return {
        "campaign_id": each.id,
        "campaign_name": each.name,
        "campaign_description": held.description,
        "type_campaign": each.kind,
        "status": held.status,
        "records": str(sum(loaded(call, each))),
        "speed": held.speed,
        "dial_mode": "autopilot",
        "last_use": moment(source.series.at(dialled[-1]) if dialled else None),
        "recycled": str(held.recycled),
        "turbo_dial": held.turbo_dial,
        "skill_id": held.skill_id,
    }


HANDLERS = table(
    "campaign.php",
    add_record=("POST", add_record),
    create_campaign=("POST", create_campaign),
    start=("PUT", start),
    stop=("PUT", stop),
    speed=("PUT", speed),
    edit_campaign=("PUT", edit_campaign),
    delete_campaign=("DELETE", delete_campaign),
) | table("information.php", campaigns=("GET", campaigns))
