"""reports_manager.php, section Speech analytics: what was said: transcripts, sentiment, silence and greetings.

This file is generated from catalogue/reports/speech.toml by `make generate`: change that.
"""

from datetime import date, datetime

from wolkvox_async.core.endpoint import Endpoint, Events, Totals
from wolkvox_async.core.wire import Flag, Id, Int, Moment, Percent, Phone, Record, Text, named, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.reports.report import Report

__all__ = [
    "ENDPOINTS",
    "AgentSentiment",
    "AgentSilence",
    "AgentSlowGreetings",
    "AnalysedConversation",
    "AnalysedText",
    "Speech",
]


@record
class AnalysedConversation(Record):
    """One analysed call or chat: transcript and sentiment. The categories of your own are in extra, by their names."""

    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    agent_dni: Id
    """Agent's identity document."""
    conn_id: Id
    """Id of the call or conversation."""
    time: Int
    """Length of the conversation, in seconds."""
    customer_id: Id
    """Customer's id."""
    date: Moment
    """Date and time of the event."""
    time_silence: Int
    """Silence, in seconds; always 0 when channel is not voice."""
    customer_phone: Phone
    """Customer's phone."""
    cod_act: Text
    """Activity code."""
    description_cod_act: Text
    """What the activity code stands for."""
    greeting: Flag
    """Whether the agent greeted."""
    slow_to_greet: Flag
    """Whether the agent was slow to greet."""
    greeting_agent_name: Text
    """Whether the agent gave a name: yes and the name, or no."""
    audio_text: Text
    """Transcript."""
    feeling: Text
    """Sentiment: very negative, negative, neutral, positive, very positive."""
    channel: Text
    """Channel of the contact: chat-facebook, chat-instagram, chat-sms, chat-web, chat-whatsapp, voice."""


@record
class AgentSilence(Record):
    """The mean silence in the calls of one agent."""

    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    agent_dni: Id
    """Agent's identity document."""
    silence: Percent
    """Share of silence, in percent."""


@record
class AgentSlowGreetings(Record):
    """How often one agent was slow to greet."""

    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    agent_dni: Id
    """Agent's identity document."""
    slow_to_greet: Percent
    """Share of slow greetings, in percent."""


@record
class AgentSentiment(Record):
    """The mean sentiment in the calls of one agent."""

    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    agent_dni: Id
    """Agent's identity document."""
    feeling: Text
    """Sentiment: very negative, negative, neutral, positive, very positive."""


@record
class AnalysedText(Record):
    """One text analysed on demand."""

    agent_id: Id = named("id_agent", "agent_id")
    """Agent's id, the extension."""
    id_text: Id
    """Id of the text."""
    text: Text
    """Text that was analysed."""
    summary: Text
    """Summary."""
    feeling: Text
    """Sentiment."""
    date: Moment
    """Date and time of the event."""
    total_chars: Int
    """Characters in all."""


SPEECH_1 = Endpoint(
    name="reports.speech_1",
    script="reports_manager.php",
    title="Speech 1: analysed calls and chats, one row each",
    spanish="CDR Speech (análisis de voz y texto)",
    summary="With transcript, sentiment, silence, greeting and the categories of your own.",
    record=AnalysedConversation,
    rows=Events(key=("conn_id", "agent_id", "date"), time="date"),
    source="https://wolkvox.com/en/apis-v2-2/1-cdr-speech-en",
)

SPEECH_2 = Endpoint(
    name="reports.speech_2",
    script="reports_manager.php",
    title="Speech 2: mean share of silence, one row per agent",
    spanish="Porcentaje de silencio por agente",
    summary="How much of an agent's calls is silence.",
    record=AgentSilence,
    rows=Totals(by=("agent_id",), merge="none", why="means without their counts cannot be added up"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

SPEECH_3 = Endpoint(
    name="reports.speech_3",
    script="reports_manager.php",
    title="Speech 3: mean share of slow greetings, one row per agent",
    spanish="Porcentaje de saludos lentos por agente",
    summary="How often an agent is slow to greet.",
    record=AgentSlowGreetings,
    rows=Totals(by=("agent_id",), merge="none", why="means without their counts cannot be added up"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

SPEECH_4 = Endpoint(
    name="reports.speech_4",
    script="reports_manager.php",
    title="Speech 4: mean sentiment, one row per agent",
    spanish="Promedio de sentimiento por niveles por agente",
    summary="From very negative to very positive.",
    record=AgentSentiment,
    rows=Totals(by=("agent_id",), merge="none", why="a mean given as a word cannot be added up"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

SPEECH_5 = Endpoint(
    name="reports.speech_5",
    script="reports_manager.php",
    title="Speech 5: texts analysed on demand, one row each",
    spanish="Speech por demanda (textos analizados)",
    summary="With its summary and sentiment.",
    record=AnalysedText,
    rows=Events(key=("id_text", "date"), time="date"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)


class Speech(Group):
    """reports_manager.php, section Speech analytics: what was said: transcripts, sentiment, silence and greetings."""

    def speech_1(self, *, start: date | datetime, end: date | datetime) -> Report[AnalysedConversation]:
        """Speech 1: analysed calls and chats, one row each.

        With transcript, sentiment, silence, greeting and the categories of your own. Rows are events, dated by date.

        Up to ten categories of your own come as further columns; they are kept in extra, by their names.

        In Spanish: CDR Speech (análisis de voz y texto).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AnalysedConversation]: Await it for a list, or read it row by row with `async for`. A row is one
            analysed call or chat: transcript and sentiment.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/en/apis-v2-2/1-cdr-speech-en
            (the vendor's page 1)
        """
        return self._report(SPEECH_1, start, end)

    def speech_2(self, *, start: date | datetime, end: date | datetime) -> Report[AgentSilence]:
        """Speech 2: mean share of silence, one row per agent.

        How much of an agent's calls is silence. Totals per agent_id. Those of two windows cannot be merged, since means
        without their counts cannot be added up: beyond 31 days read `.windows()`, or ConfigurationError says so.

        In Spanish: Porcentaje de silencio por agente.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentSilence]: Await it for a list, or read it row by row with `async for`. A row is the mean silence
            in the calls of one agent.

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
        return self._report(SPEECH_2, start, end)

    def speech_3(self, *, start: date | datetime, end: date | datetime) -> Report[AgentSlowGreetings]:
        """Speech 3: mean share of slow greetings, one row per agent.

        How often an agent is slow to greet. Totals per agent_id. Those of two windows cannot be merged, since means
        without their counts cannot be added up: beyond 31 days read `.windows()`, or ConfigurationError says so.

        In Spanish: Porcentaje de saludos lentos por agente.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentSlowGreetings]: Await it for a list, or read it row by row with `async for`. A row is how often
            one agent was slow to greet.

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
        return self._report(SPEECH_3, start, end)

    def speech_4(self, *, start: date | datetime, end: date | datetime) -> Report[AgentSentiment]:
        """Speech 4: mean sentiment, one row per agent.

        From very negative to very positive. Totals per agent_id. Those of two windows cannot be merged, since a mean
        given as a word cannot be added up: beyond 31 days read `.windows()`, or ConfigurationError says so.

        In Spanish: Promedio de sentimiento por niveles por agente.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentSentiment]: Await it for a list, or read it row by row with `async for`. A row is the mean
            sentiment in the calls of one agent.

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
        return self._report(SPEECH_4, start, end)

    def speech_5(self, *, start: date | datetime, end: date | datetime) -> Report[AnalysedText]:
        """Speech 5: texts analysed on demand, one row each.

        With its summary and sentiment. Rows are events, dated by date.

        In Spanish: Speech por demanda (textos analizados).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AnalysedText]: Await it for a list, or read it row by row with `async for`. A row is one text
            analysed on demand.

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
        return self._report(SPEECH_5, start, end)


ENDPOINTS = table([SPEECH_1, SPEECH_2, SPEECH_3, SPEECH_4, SPEECH_5])
