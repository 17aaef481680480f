"""reports_manager.php, section Quality: how interactions were rated: evaluations by agent, attribute and analyst.

This file is generated from catalogue/reports/quality.toml by `make generate`: change that.
"""

from datetime import date, datetime

from wolkvox_async.core.endpoint import Endpoint, Events, Totals
from wolkvox_async.core.wire import Flag, Id, Int, Moment, Percent, Record, Text, named, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.reports.report import Report

__all__ = [
    "ENDPOINTS",
    "AgentQuality",
    "AnalystQuality",
    "AttributeQuality",
    "EvaluatedAttribute",
    "Quality",
    "QualityEvaluation",
]


@record
class AgentQuality(Record):
    """The evaluations of one agent and their scores."""

    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    evaluations: Int
    """Evaluations made."""
    precision_unit_critical_error: Percent
    """Precision by evaluation, critical errors only, in percent; 100 % when no critical error, 0 % when one."""
    precision_opportunity_critical_error: Percent
    """Precision by opportunity, critical errors only, in percent."""
    accuracy: Percent
    """Mean score, in percent."""


@record
class QualityEvaluation(Record):
    """One evaluated interaction."""

    conn_id: Id
    """Id of the call or conversation."""
    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    comments: Text
    """Agent's comment."""
    precision_unit_critical_error: Percent
    """Precision by evaluation, critical errors only, in percent; 100 % when no critical error, 0 % when one."""
    precision_opportunity_error: Percent
    """Precision by opportunity, errors of all kinds, in percent."""
    accuracy: Percent
    """Mean score, in percent."""
    date: Moment
    """Date and time of the event."""
    survey: Text
    """Quality template."""
    cod_act: Text
    """Activity code."""
    channel: Text
    """Channel of the contact."""
    feedback: Text
    """Feedback to the agent."""
    skill_id: Id
    """Skill's id."""


@record
class EvaluatedAttribute(Record):
    """One attribute of one evaluated interaction."""

    conn_id: Id
    """Id of the call or conversation."""
    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    attribute: Text
    """Attribute of quality."""
    type_error: Text
    """CE: critical error, NCE: not critical: CE, NCE."""
    yes_no: Flag = named("yes/no")
    """Whether the attribute was met."""
    date: Moment
    """Date and time of the event."""
    survey: Text
    """Quality template."""
    category: Text
    """Category of the attribute."""
    quality_analyst: Text
    """Who evaluated; QAi_Bot when the evaluation was automatic."""
    channel: Text
    """Channel of the contact: chat, chat-web, chat-whatsapp, voice."""
    ai_comment: Text
    """Comment of the automatic evaluation."""


@record
class AttributeQuality(Record):
    """How one attribute of a survey was met."""

    attribute: Text
    """Attribute of quality."""
    yes: Int
    """Evaluations that met the attribute."""
    no: Int
    """Evaluations that did not meet the attribute."""
    percent: Percent
    """Share of evaluations that met the attribute, in percent."""
    survey: Text
    """Quality template."""
    category: Text
    """Category of the attribute."""


@record
class AnalystQuality(Record):
    """The evaluations by one quality analyst and their scores."""

    quality_analyst: Text
    """Who evaluated."""
    evaluations: Int
    """Evaluations made."""
    precision_unit_critical_error: Percent
    """Precision by evaluation, critical errors only, in percent; 100 % when no critical error, 0 % when one."""
    precision_opportunity_critical_error: Percent
    """Precision by opportunity, critical errors only, in percent."""
    accuracy: Percent
    """Mean score, in percent."""


QUALITY_1 = Endpoint(
    name="reports.quality_1",
    script="reports_manager.php",
    title="Quality 1: evaluations and their scores, one row per agent",
    spanish="Resultados por agente (calidad)",
    summary="With the mean scores for critical errors and for accuracy.",
    record=AgentQuality,
    rows=Totals(by=("agent_id",), merge="none", why="mean shares cannot be added up"),
    source="https://wolkvox.helpjuice.com/en_US/que-es-el-reporte-1-resultados-por-agente-de-calidad-en-wolkvox-manager",
)

QUALITY_2 = Endpoint(
    name="reports.quality_2",
    script="reports_manager.php",
    title="Quality 2: evaluated interactions, one row each",
    spanish="Resultado de evaluación por agente (detalle, calidad)",
    summary="With its scores, comments and feedback.",
    record=QualityEvaluation,
    rows=Events(key=("conn_id", "survey", "date"), time="date"),
    source="https://wolkvox.com/?p=30653",
)

QUALITY_3 = Endpoint(
    name="reports.quality_3",
    script="reports_manager.php",
    title="Quality 3: evaluated attributes, one row each",
    spanish="Detalles de evaluación por atributo (calidad)",
    summary="Whether the attribute was met, by whom it was rated, and the comment.",
    record=EvaluatedAttribute,
    rows=Events(key=("conn_id", "survey", "category", "attribute", "date"), time="date"),
    source="https://helpcenter.wolkvox.com/en_US/que-es-el-reporte-3-detalle-de-la-evaluacion-por-atributo-de-calidad-en-wolkvox-manager",
)

QUALITY_4 = Endpoint(
    name="reports.quality_4",
    script="reports_manager.php",
    title="Quality 4: yes and no, one row per survey, category and attribute",
    spanish="Resultados por atributos (calidad)",
    summary="How often an attribute was met and how often not.",
    record=AttributeQuality,
    rows=Totals(by=("survey", "category", "attribute"), merge="none", why="the formula of the share is not documented"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

QUALITY_5 = Endpoint(
    name="reports.quality_5",
    script="reports_manager.php",
    title="Quality 5: evaluations and their scores, one row per quality analyst",
    spanish="Resultados por analista de calidad (análisis)",
    summary="With the mean scores for critical errors and for accuracy.",
    record=AnalystQuality,
    rows=Totals(by=("quality_analyst",), merge="none", why="mean shares cannot be added up"),
    source="https://www.wolkvox.com/apis-v2/5-results-by-quality-analysis-en/",
)


class Quality(Group):
    """reports_manager.php, section Quality.

    How interactions were rated: evaluations by agent, attribute and analyst.
    """

    def quality_1(self, *, start: date | datetime, end: date | datetime) -> Report[AgentQuality]:
        """Quality 1: evaluations and their scores, one row per agent.

        With the mean scores for critical errors and for accuracy. Totals per agent_id. Those of two windows cannot be
        merged, since mean shares cannot be added up: beyond 31 days read `.windows()`, or ConfigurationError says so.

        In Spanish: Resultados por agente (calidad).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentQuality]: Await it for a list, or read it row by row with `async for`. A row is the evaluations
            of one agent and their scores.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.helpjuice.com/en_US/que-es-el-reporte-1-resultados-por-agente-de-calidad-en-wolkvox-manager
        """
        return self._report(QUALITY_1, start, end)

    def quality_2(self, *, start: date | datetime, end: date | datetime) -> Report[QualityEvaluation]:
        """Quality 2: evaluated interactions, one row each.

        With its scores, comments and feedback. Rows are events, dated by date.

        Whether date is that of the call or of the evaluation is not documented. A row TOTAL per agent may come. It is
        precision_opportunity_error here, precision_opportunity_critical_error in quality_1 and quality_5.

        In Spanish: Resultado de evaluación por agente (detalle, calidad).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[QualityEvaluation]: Await it for a list, or read it row by row with `async for`. A row is one
            evaluated interaction.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/?p=30653
        """
        return self._report(QUALITY_2, start, end)

    def quality_3(self, *, start: date | datetime, end: date | datetime) -> Report[EvaluatedAttribute]:
        """Quality 3: evaluated attributes, one row each.

        Whether the attribute was met, by whom it was rated, and the comment. Rows are events, dated by date.

        Whether date is that of the call or of the evaluation is not documented.

        In Spanish: Detalles de evaluación por atributo (calidad).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[EvaluatedAttribute]: Await it for a list, or read it row by row with `async for`. A row is one
            attribute of one evaluated interaction.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://helpcenter.wolkvox.com/en_US/que-es-el-reporte-3-detalle-de-la-evaluacion-por-atributo-de-calidad-en-wolkvox-manager
        """
        return self._report(QUALITY_3, start, end)

    def quality_4(self, *, start: date | datetime, end: date | datetime) -> Report[AttributeQuality]:
        """Quality 4: yes and no, one row per survey, category and attribute.

        How often an attribute was met and how often not. Totals per survey, category and attribute. Those of two
        windows cannot be merged, since the formula of the share is not documented: beyond 31 days read `.windows()`, or
        ConfigurationError says so.

        In Spanish: Resultados por atributos (calidad).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AttributeQuality]: Await it for a list, or read it row by row with `async for`. A row is how one
            attribute of a survey was met.

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
        return self._report(QUALITY_4, start, end)

    def quality_5(self, *, start: date | datetime, end: date | datetime) -> Report[AnalystQuality]:
        """Quality 5: evaluations and their scores, one row per quality analyst.

        With the mean scores for critical errors and for accuracy. Totals per quality_analyst. Those of two windows
        cannot be merged, since mean shares cannot be added up: beyond 31 days read `.windows()`, or ConfigurationError
        says so.

        In Spanish: Resultados por analista de calidad (análisis).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AnalystQuality]: Await it for a list, or read it row by row with `async for`. A row is the
            evaluations by one quality analyst and their scores.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/apis-v2/5-results-by-quality-analysis-en/
            (the vendor's page 5)
        """
        return self._report(QUALITY_5, start, end)


ENDPOINTS = table([QUALITY_1, QUALITY_2, QUALITY_3, QUALITY_4, QUALITY_5])
