"""speech_analytics.php: transcription and analysis of calls and chats.

This file is generated from catalogue/speech_analytics.toml by `make generate`: change that.
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
    """Id of the call or conversation."""
    agent_id: Id
    """Agent's id, the extension."""
    customer_phone: Phone
    """Customer's phone."""
    time: Duration
    """Length of the conversation."""
    date: Moment
    """Date and time of the event."""
    cod_act: Text
    """Activity code."""
    silence: Percent
    """Share of silence, in percent."""
    audio_text: Text
    """Transcription."""
    customer_id: Id
    """Customer's id."""
    summary: Text
    """Summary."""
    feeling: Text
    """Sentiment: Very negative, Negative, Neutral, Positive, Very positive."""
    channel: Text
    """Channel of the contact: voice, chat-whatsapp, chat-sms."""
    topic: Text
    """Topic."""
    fcr: Flag
    """Solved at first contact."""
    fcr_justification: Text
    """Why the contact counts as solved or not."""
    csat: Text
    """Customer satisfaction, as analysed."""
    csat_justification: Text
    """Why customer satisfaction is rated so."""


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
        Parameter("value", notes="value that filter compares with"),
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

        The calls and chats that were analysed, with text, summary, feeling and topic. Rows are events, dated by date.

        filter and value are given together. Older servers leave out topic, fcr and csat.

        In Spanish: Speech analytics de llamadas.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.
            filter: What value is compared with; id_call is conn_id, id_agent agent_id; cod_act or speech_to_text.
            value: Value that filter compares with.

        Returns:
            Report[AnalysedCall]: Await it for a list, or read it row by row with `async for`. A row is one call or
            chat, with its transcription and analysis.

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
        return self._report(SPEECH_CALLS, start, end, filter=filter, value=value)


ENDPOINTS = table([SPEECH_CALLS])
