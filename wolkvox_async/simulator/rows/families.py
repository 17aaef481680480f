"""Which reports share their contacts: those of calls, those of chats, and each other one of its own."""

from wolkvox_async.catalogue import Entry
from wolkvox_async.simulator.world.tenants import EVERY, Tenant

CALLS, CHATS = "calls", "chats"
# Reports whose ticks are no contacts that others list: calls that did not connect, services used, messages of machines.
APART = frozenset(
    f"reports.{name}"
    for name in (
        *("agent_7", "cdr_5", "cdr_7", "cdr_9", "cdr_11", "campaign_7", "campaign_9"),
        *("diagram_7", "diagram_8", "diagram_12", "speech_5", "wizard_2", "wizard_3"),
    )
) | {"information.audit_log", "information.get_notification"}


def family_of(entry: Entry) -> str:
    """Return the name of a report's family, which is its own where it shares its ticks with no other."""
    if entry.rows is None or entry.full_name in APART:
        return f"{entry.full_name} {entry.method}"
    return CHATS if entry.full_name.startswith(("reports.chat_", "reports.cdr_3", "reports.diagram_9")) else CALLS


def pace_of(entry: Entry, tenant: Tenant) -> float:
    """Return the seconds between two ticks of a report."""
    usual = tenant.calls_every if family_of(entry) == CALLS else EVERY
    return tenant.every.get(entry.full_name, usual)
