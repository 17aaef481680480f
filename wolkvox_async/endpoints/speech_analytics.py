"""speech_analytics.php: transcription and analysis of calls and chats.

This file is generated from catalogue/speech_analytics.toml by `make generate`: change the sheet.
"""

from datetime import date, datetime
from typing import Literal

from wolkvox_async.core.endpoint import Endpoint, Events, Parameter
from wolkvox_async.core.wire import Duration, Flag, Id, Moment, Percent, Phone, Record, Text, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.reports.report import Report

__all__ = ["ENDPOINTS", "AnalysedCall", "SpeechAnalytics"]


@record
class AnalysedCall(Record):
    """One call or chat, with its transcription and analysis."""

    conn_id: Id
    agent_id: Id
    customer_phone: Phone
    time: Duration
    date: Moment
    cod_act: Text
    silence: Percent
    audio_text: Text  # transcription
    customer_id: Id
    summary: Text
    feeling: Text  # Very negative, Negative, Neutral, Positive, Very positive
    channel: Text  # voice, chat-whatsapp, chat-sms
    topic: Text
    fcr: Flag  # solved at first contact
    fcr_justification: Text
    csat: Text
    csat_justification: Text


SPEECH_CALLS = Endpoint(
    name="speech_analytics.speech_calls",
    script="speech_analytics.php",
    title="Speech analytics: transcription and analysis of calls, one row each",
    spanish="Speech analytics de llamadas",
    summary="The calls and chats that were analysed, with text, summary, feeling and topic.",
    record=AnalysedCall,
    parameters=(
        Parameter(
            "filter",
            "enum",
            values=("id_call", "id_agent", "cod_act", "speech_to_text"),
            notes="what value is compared with; id_call is conn_id, id_agent agent_id",
        ),
        Parameter("value", notes="for filter"),
    ),
    rows=Events(key=("conn_id", "agent_id", "date"), time="date"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)


class SpeechAnalytics(Group):
    """speech_analytics.php: transcription and analysis of calls and chats."""

    def speech_calls(
        self,
        *,
        start: date | datetime,
        end: date | datetime,
        filter: Literal["id_call", "id_agent", "cod_act", "speech_to_text"] | None = None,
        value: str | None = None,
    ) -> Report[AnalysedCall]:
        """Speech analytics: transcription and analysis of calls, one row each.

        The calls and chats that were analysed, with text, summary, feeling and topic. start is inclusive and end
        exclusive. Rows are events, dated by date.
        filter: what value is compared with; id_call is conn_id, id_agent agent_id.
        value: for filter.
        filter and value are given together. Older servers leave out topic, fcr and csat.
        In Spanish: Speech analytics de llamadas.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(SPEECH_CALLS, start, end, filter=filter, value=value)


ENDPOINTS = table([SPEECH_CALLS])
