"""reports_manager.php: the reports, one file per section of the vendor's.

A record class takes a millisecond to make and there are more than a hundred, so a section is imported when one of its
reports is first asked for. Type checkers see them all.

This file is generated from catalogue/reports by `make generate`: change its files.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.endpoints.group import Group, Later

__all__ = ["SECTIONS", "Reports", "endpoints", "section"]

SECTIONS = {
    "agents": (
        "Agents",
        (
            "agent_1",
            "agent_2",
            "agent_3",
            "agent_4",
            "agent_5",
            "agent_6",
            "agent_7",
            "agent_8",
            "agent_8_1",
            "agent_9",
            "agent_10",
            "agent_11",
            "agent_12",
            "agent_13",
            "agent_13_1",
            "agent_14",
            "agent_15",
            "agent_16",
        ),
    ),
    "campaigns": (
        "Campaigns",
        (
            "campaign_1",
            "campaign_2",
            "campaign_3",
            "campaign_4",
            "campaign_5",
            "campaign_6",
            "campaign_7",
            "campaign_8",
            "campaign_9",
            "campaign_10",
        ),
    ),
    "cdr": (
        "CDR",
        (
            "cdr_1",
            "cdr_2",
            "cdr_3",
            "cdr_4",
            "cdr_5",
            "cdr_6",
            "cdr_7",
            "cdr_8",
            "cdr_9",
            "cdr_10",
            "cdr_11",
        ),
    ),
    "chats": (
        "Chats",
        (
            "chat_1",
            "chat_2",
            "chat_3",
            "chat_4",
            "chat_5",
            "chat_6",
            "chat_7",
            "chat_8",
            "chat_9",
            "chat_10",
            "chat_11",
            "chat_12",
            "chat_13",
            "chat_14",
            "chat_15",
            "chat_16",
        ),
    ),
    "codes": (
        "Codes",
        (
            "act_1",
            "act_2",
            "act_3",
            "act_4",
            "act_5",
        ),
    ),
    "copilot": (
        "Copilot",
        (
            "wizard_1",
            "wizard_2",
            "wizard_3",
        ),
    ),
    "diagrams": (
        "Diagrams",
        (
            "diagram_1",
            "diagram_1_1",
            "diagram_1_2",
            "diagram_1_3",
            "diagram_2",
            "diagram_3",
            "diagram_4",
            "diagram_5",
            "diagram_6",
            "diagram_7",
            "diagram_8",
            "diagram_9",
            "diagram_10",
            "diagram_11",
            "diagram_12",
            "diagram_13",
            "diagram_14",
            "diagram_15",
        ),
    ),
    "quality": (
        "Quality",
        (
            "quality_1",
            "quality_2",
            "quality_3",
            "quality_4",
            "quality_5",
        ),
    ),
    "skills": (
        "Skills",
        (
            "skill_1",
            "skill_2",
            "skill_3",
            "skill_4",
            "skill_4_1",
            "skill_4_2",
            "skill_5",
            "skill_6",
            "skill_7",
            "skill_8",
            "skill_9",
            "skill_10",
            "skill_11",
        ),
    ),
    "speech": (
        "Speech",
        (
            "speech_1",
            "speech_2",
            "speech_3",
            "speech_4",
            "speech_5",
        ),
    ),
}


def section(method: str) -> str | None:
    """Return the section of a report, by the name of its method."""
    return next((name for name, (_, methods) in SECTIONS.items() if method in methods), None)


def endpoints(*sections: str) -> dict[str, Endpoint[Any]]:
    """Return the endpoints of some sections, or of all, by their full names."""
    tables = (import_module(f"{__name__}.{name}").ENDPOINTS for name in sections or SECTIONS)
    return {name: endpoint for table in tables for name, endpoint in table.items()}


if TYPE_CHECKING:
    from wolkvox_async.endpoints.reports.agents import Agents
    from wolkvox_async.endpoints.reports.campaigns import Campaigns
    from wolkvox_async.endpoints.reports.cdr import CDR
    from wolkvox_async.endpoints.reports.chats import Chats
    from wolkvox_async.endpoints.reports.codes import Codes
    from wolkvox_async.endpoints.reports.copilot import Copilot
    from wolkvox_async.endpoints.reports.diagrams import Diagrams
    from wolkvox_async.endpoints.reports.quality import Quality
    from wolkvox_async.endpoints.reports.skills import Skills
    from wolkvox_async.endpoints.reports.speech import Speech

    class Reports(Agents, Campaigns, CDR, Chats, Codes, Copilot, Diagrams, Quality, Skills, Speech):
        """reports_manager.php: the reports."""

else:

    class Reports(Group):
        """reports_manager.php: the reports."""

    for _name, (_cls, _methods) in SECTIONS.items():
        for _method in _methods:
            setattr(Reports, _method, Later(f"{__name__}.{_name}", _cls, _method))
