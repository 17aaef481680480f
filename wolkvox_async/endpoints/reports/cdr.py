"""reports_manager.php, section CDR: calls."""

from datetime import date, datetime

from wolkvox_async.core.endpoint import Endpoint, Events
from wolkvox_async.core.wire import Float, Id, Int, Moment, Phone, Record, Text, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.report import Report

__all__ = ["CDR", "ENDPOINTS", "CallDetail"]


@record
class CallDetail(Record):
    """One connected call of one agent."""

    agent_name: Text
    date: Moment
    destiny: Text
    telephone: Phone
    cost: Float
    time_seg: Int  # seconds
    time_min: Float  # minutes
    cod_act: Text  # TIMEOUTACW when the agent let the coding time run out
    description_cod_act: Text
    cod_act_2: Text
    description_cod_act_2: Text
    type_interaction: Text
    customer_id: Id
    hang_up: Text  # who ended the call
    campaign_id: Id
    conn_id: Id
    skill_id: Id
    skill_name: Text
    agent_id: Id
    comment: Text


CDR_1 = Endpoint(
    name="reports.cdr_1",
    script="reports_manager.php",
    title="CDR 1: every connected call, one row each",
    record=CallDetail,
    rows=Events(key=("conn_id", "agent_id", "date"), time="date"),
    source="https://www.wolkvox.com/en/apis-v2-2/1-call-detail-en/",
)


class CDR(Group):
    """Section CDR."""

    def cdr_1(self, *, start: date | datetime, end: date | datetime) -> Report[CallDetail]:
        """CDR 1: every connected call, one row each, with duration, cost, activity codes and who hung up.

        start is inclusive and end exclusive. A transfer or conference may repeat conn_id for another agent.
        Rows show up 10 to 15 minutes late. Source: https://www.wolkvox.com/en/apis-v2-2/1-call-detail-en/
        """
        return self._report(CDR_1, start, end)


ENDPOINTS = table([CDR_1])
