"""reports_manager.php, section wvx Copilot: what agents asked the copilot, and how they rated its answers.

This file is generated from catalogue/reports/copilot.toml by `make generate`: change that.
"""

from datetime import date, datetime

from wolkvox_async.core.endpoint import Endpoint, Events
from wolkvox_async.core.wire import Id, Moment, Record, Text, named, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.reports.report import Report

__all__ = ["ENDPOINTS", "BadCopilotAnswer", "Copilot", "CopilotQuestion", "GoodCopilotAnswer"]


@record
class CopilotQuestion(Record):
    """One question of an agent to the copilot, with its answer."""

    agent_id: Id
    """Agent's id, the extension."""
    question: Text
    """Question to the copilot."""
    answer: Text
    """Answer of the copilot."""
    conn_id: Id
    """Id of the call or conversation."""
    date: Moment
    """Date and time of the event."""


@record
class GoodCopilotAnswer(Record):
    """One answer of the copilot that an agent rated good."""

    agent_id: Id
    """Agent's id, the extension."""
    question: Text
    """Question to the copilot."""
    answer: Text
    """Answer of the copilot."""
    date: Moment
    """Date and time of the event."""


@record
class BadCopilotAnswer(Record):
    """One answer of the copilot that an agent rated bad, with the reason."""

    agent_id: Id
    """Agent's id, the extension."""
    question: Text
    """Question to the copilot."""
    answer: Text
    """Answer of the copilot."""
    explanation: Text = named("explation")
    """Reason of the rating."""
    date: Moment
    """Date and time of the event."""


WIZARD_1 = Endpoint(
    name="reports.wizard_1",
    script="reports_manager.php",
    title="Wizard 1: questions of agents to the copilot, one row each",
    spanish="Detalle de wvx Copilot (preguntas y respuestas)",
    summary="With the answer and the call.",
    record=CopilotQuestion,
    rows=Events(time="date"),
    source="https://www.wolkvox.com/en/apis-v2-2/1-mr-wizard-detail",
)

WIZARD_2 = Endpoint(
    name="reports.wizard_2",
    script="reports_manager.php",
    title="Wizard 2: answers of the copilot that agents rated good, one row each",
    spanish="Detalle de calificaciones positivas de wvx Copilot",
    summary="With the question.",
    record=GoodCopilotAnswer,
    rows=Events(time="date"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

WIZARD_3 = Endpoint(
    name="reports.wizard_3",
    script="reports_manager.php",
    title="Wizard 3: answers of the copilot that agents rated bad, one row each",
    spanish="Detalle de calificaciones negativas de wvx Copilot",
    summary="With the question and the reason of the rating.",
    record=BadCopilotAnswer,
    rows=Events(time="date"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)


class Copilot(Group):
    """reports_manager.php, section wvx Copilot: what agents asked the copilot, and how they rated its answers."""

    def wizard_1(self, *, start: date | datetime, end: date | datetime) -> Report[CopilotQuestion]:
        """Wizard 1: questions of agents to the copilot, one row each.

        With the answer and the call. Rows are events, dated by date.

        Whether date carries a time is not documented.

        In Spanish: Detalle de wvx Copilot (preguntas y respuestas).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[CopilotQuestion]: Await it for a list, or read it row by row with `async for`. A row is one question
            of an agent to the copilot, with its answer.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/1-mr-wizard-detail
            (the vendor's page 1)
        """
        return self._report(WIZARD_1, start, end)

    def wizard_2(self, *, start: date | datetime, end: date | datetime) -> Report[GoodCopilotAnswer]:
        """Wizard 2: answers of the copilot that agents rated good, one row each.

        With the question. Rows are events, dated by date.

        Whether date carries a time is not documented.

        In Spanish: Detalle de calificaciones positivas de wvx Copilot.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[GoodCopilotAnswer]: Await it for a list, or read it row by row with `async for`. A row is one answer
            of the copilot that an agent rated good.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(WIZARD_2, start, end)

    def wizard_3(self, *, start: date | datetime, end: date | datetime) -> Report[BadCopilotAnswer]:
        """Wizard 3: answers of the copilot that agents rated bad, one row each.

        With the question and the reason of the rating. Rows are events, dated by date.

        Whether date carries a time is not documented.

        In Spanish: Detalle de calificaciones negativas de wvx Copilot.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[BadCopilotAnswer]: Await it for a list, or read it row by row with `async for`. A row is one answer
            of the copilot that an agent rated bad, with the reason.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(WIZARD_3, start, end)


ENDPOINTS = table([WIZARD_1, WIZARD_2, WIZARD_3])
