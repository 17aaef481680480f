"""reports_manager.php, section Types: how calls were coded: uses of activity codes by agent, skill and call.

This file is generated from catalogue/reports/codes.toml by `make generate`: change that.
"""

from datetime import date, datetime
from typing import Literal, get_args

from wolkvox_async.core.endpoint import Endpoint, Events, Parameter, Totals
from wolkvox_async.core.wire import Duration, Id, Int, Moment, Phone, Record, Text, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.reports.report import Report

__all__ = ["ENDPOINTS", "AgentCodeCount", "AgentUncodedCalls", "CallCodes", "CodeCount", "Codes", "SkillCodeCount"]

CodAct = Literal["cod_act1", "cod_act2"]

_COD_ACT = Parameter(
    "cod_act",
    "enum",
    required=True,
    values=get_args(CodAct),
    notes="group of activity codes; cod_act of a row is the code itself",
)


@record
class AgentCodeCount(Record):
    """How often one agent used one activity code."""

    count: Int
    """How often the code was used."""
    agent_name: Text
    """Agent's name."""
    agent_dni: Id
    """Agent's identity document."""
    cod_act: Text
    """Activity code; TIMEOUTACW when the agent let the coding time run out."""
    description_cod_act: Text
    """What the activity code stands for."""


@record
class SkillCodeCount(Record):
    """How often one activity code was used in one skill."""

    count: Int
    """How often the code was used."""
    skill_id: Id
    """Skill's id."""
    cod_act: Text
    """Activity code; TIMEOUTACW when the agent let the coding time run out."""
    description_cod_act: Text
    """What the activity code stands for."""


@record
class CallCodes(Record):
    """One call with its activity codes."""

    conn_id: Id
    """Id of the call or conversation."""
    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    agent_dni: Id
    """Agent's identity document."""
    skill_id: Id
    """Skill's id."""
    date: Moment
    """Date and time of the event."""
    cod_act: Text
    """Activity code; TIMEOUTACW when the agent let the coding time run out."""
    description_cod_act: Text
    """What the activity code stands for."""
    cod_act_2: Text
    """Activity code of the second group."""
    description_cod_act_2: Text
    """What the second-level activity code stands for."""
    comments: Text
    """Agent's comment."""
    type_interaction: Text
    """Kind of interaction: conference, inbound, internal call, internal call_inb, internal call_que, out_pre,
    outbound_ma, transfer.
    """
    telephone: Phone
    """Customer's phone."""
    destiny: Text
    """Destination."""
    time: Duration
    """Length of the call."""
    hang_up: Text
    """Who ended the call."""
    customer_id: Id
    """Customer's id."""
    campaign_id: Id
    """Campaign's id."""


@record
class AgentUncodedCalls(Record):
    """The calls that one agent left without a code."""

    uncode_calls: Int
    """Calls without an activity code."""
    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""


@record
class CodeCount(Record):
    """How often one activity code was used."""

    count: Int
    """How often the code was used."""
    cod_act: Text
    """Activity code; TIMEOUTACW when the agent let the coding time run out."""
    description_cod_act: Text
    """What the activity code stands for."""


ACT_1 = Endpoint(
    name="reports.act_1",
    script="reports_manager.php",
    title="Act 1: uses of activity codes, one row per agent and code",
    spanish="Códigos de tipificación (actividad) por agente",
    summary="How often an agent used a code.",
    record=AgentCodeCount,
    parameters=(_COD_ACT,),
    rows=Totals(by=("agent_name", "agent_dni", "cod_act"), merge="sum", additive=("count",)),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

ACT_2 = Endpoint(
    name="reports.act_2",
    script="reports_manager.php",
    title="Act 2: uses of activity codes, one row per skill and code",
    spanish="Códigos de tipificación (actividad) por skill, clasificados por código",
    summary="How often a code was used in a skill.",
    record=SkillCodeCount,
    parameters=(_COD_ACT,),
    rows=Totals(by=("skill_id", "cod_act"), merge="sum", additive=("count",)),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

ACT_3 = Endpoint(
    name="reports.act_3",
    script="reports_manager.php",
    title="Act 3: coded calls, one row each",
    spanish="Detalle de códigos de tipificación (llamadas tipificadas)",
    summary="With both codes, comments, duration and who hung up.",
    record=CallCodes,
    parameters=(_COD_ACT,),
    rows=Events(key=("conn_id", "agent_id", "date"), time="date"),
    source="https://www.wolkvox.com/apis-v2/3-type-code-detail-en/",
)

ACT_4 = Endpoint(
    name="reports.act_4",
    script="reports_manager.php",
    title="Act 4: calls without an activity code, one row per agent",
    spanish="Llamadas sin código de tipificación por agente",
    summary="How many calls an agent left without a code.",
    record=AgentUncodedCalls,
    rows=Totals(by=("agent_id",), merge="sum", additive=("uncode_calls",)),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

ACT_5 = Endpoint(
    name="reports.act_5",
    script="reports_manager.php",
    title="Act 5: uses of activity codes, one row per code",
    spanish="Códigos de tipificación agrupados por código",
    summary="How often a code was used in the whole operation.",
    record=CodeCount,
    parameters=(_COD_ACT,),
    rows=Totals(by=("cod_act",), merge="sum", additive=("count",)),
    source="https://www.wolkvox.com/en/5-disposition-codes-grouped-by-code/",
)


class Codes(Group):
    """reports_manager.php, section Types: how calls were coded: uses of activity codes by agent, skill and call."""

    def act_1(self, *, cod_act: CodAct, start: date | datetime, end: date | datetime) -> Report[AgentCodeCount]:
        """Act 1: uses of activity codes, one row per agent and code.

        How often an agent used a code. Totals per agent_name, agent_dni and cod_act: over several windows count is
        added up.

        cod_act is a group of codes in the request and the code itself in a row.

        In Spanish: Códigos de tipificación (actividad) por agente.

        Args:
            cod_act: Group of activity codes; cod_act of a row is the code itself; cod_act1 or cod_act2.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentCodeCount]: Await it for a list, or read it row by row with `async for`. A row is how often one
            agent used one activity code.

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
        return self._report(ACT_1, start, end, cod_act=cod_act)

    def act_2(self, *, cod_act: CodAct, start: date | datetime, end: date | datetime) -> Report[SkillCodeCount]:
        """Act 2: uses of activity codes, one row per skill and code.

        How often a code was used in a skill. Totals per skill_id and cod_act: over several windows count is added up.

        cod_act is a group of codes in the request and the code itself in a row.

        In Spanish: Códigos de tipificación (actividad) por skill, clasificados por código.

        Args:
            cod_act: Group of activity codes; cod_act of a row is the code itself; cod_act1 or cod_act2.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[SkillCodeCount]: Await it for a list, or read it row by row with `async for`. A row is how often one
            activity code was used in one skill.

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
        return self._report(ACT_2, start, end, cod_act=cod_act)

    def act_3(self, *, cod_act: CodAct, start: date | datetime, end: date | datetime) -> Report[CallCodes]:
        """Act 3: coded calls, one row each.

        With both codes, comments, duration and who hung up. Rows are events, dated by date.

        cod_act is a group of codes in the request and the code itself in a row.

        In Spanish: Detalle de códigos de tipificación (llamadas tipificadas).

        Args:
            cod_act: Group of activity codes; cod_act of a row is the code itself; cod_act1 or cod_act2.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[CallCodes]: Await it for a list, or read it row by row with `async for`. A row is one call with its
            activity codes.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/apis-v2/3-type-code-detail-en/
            (the vendor's page 3)
        """
        return self._report(ACT_3, start, end, cod_act=cod_act)

    def act_4(self, *, start: date | datetime, end: date | datetime) -> Report[AgentUncodedCalls]:
        """Act 4: calls without an activity code, one row per agent.

        How many calls an agent left without a code. Totals per agent_id: over several windows uncode_calls are added
        up.

        In Spanish: Llamadas sin código de tipificación por agente.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentUncodedCalls]: Await it for a list, or read it row by row with `async for`. A row is the calls
            that one agent left without a code.

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
        return self._report(ACT_4, start, end)

    def act_5(self, *, cod_act: CodAct, start: date | datetime, end: date | datetime) -> Report[CodeCount]:
        """Act 5: uses of activity codes, one row per code.

        How often a code was used in the whole operation. Totals per cod_act: over several windows count is added up.

        cod_act is a group of codes in the request and the code itself in a row.

        In Spanish: Códigos de tipificación agrupados por código.

        Args:
            cod_act: Group of activity codes; cod_act of a row is the code itself; cod_act1 or cod_act2.
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[CodeCount]: Await it for a list, or read it row by row with `async for`. A row is how often one
            activity code was used.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/5-disposition-codes-grouped-by-code/
            (the vendor's page 5)
        """
        return self._report(ACT_5, start, end, cod_act=cod_act)


ENDPOINTS = table([ACT_1, ACT_2, ACT_3, ACT_4, ACT_5])
