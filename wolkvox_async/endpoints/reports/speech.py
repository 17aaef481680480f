"""reports_manager.php, section Speech analytics: what was said: transcripts, sentiment, silence and greetings.

This file is generated from catalogue/reports/speech.toml by `make generate`: change the sheet.
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
    agent_name: Text
    agent_dni: Id  # identity document
    conn_id: Id
    time: Int  # seconds
    customer_id: Id
    date: Moment
    time_silence: Int  # seconds; always 0 when channel is not voice
    customer_phone: Phone
    cod_act: Text
    description_cod_act: Text
    greeting: Flag
    slow_to_greet: Flag
    greeting_agent_name: Text  # yes and the name, or no
    audio_text: Text  # transcript
    feeling: Text  # very negative, negative, neutral, positive, very positive
    channel: Text  # chat-facebook, chat-instagram, chat-sms, chat-web, chat-whatsapp, voice


@record
class AgentSilence(Record):
    """The mean silence in the calls of one agent."""

    agent_id: Id
    agent_name: Text
    agent_dni: Id  # identity document
    silence: Percent


@record
class AgentSlowGreetings(Record):
    """How often one agent was slow to greet."""

    agent_id: Id
    agent_name: Text
    agent_dni: Id  # identity document
    slow_to_greet: Percent  # share of slow greetings


@record
class AgentSentiment(Record):
    """The mean sentiment in the calls of one agent."""

    agent_id: Id
    agent_name: Text
    agent_dni: Id  # identity document
    feeling: Text  # very negative, negative, neutral, positive, very positive


@record
class AnalysedText(Record):
    """One text analysed on demand."""

    agent_id: Id = named("id_agent", "agent_id")
    id_text: Id
    text: Text
    summary: Text
    feeling: Text
    date: Moment
    total_chars: Int  # characters


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

        With transcript, sentiment, silence, greeting and the categories of your own. start is inclusive and end
        exclusive. Rows are events, dated by date.
        Up to ten categories of your own come as further columns; they are kept in extra, by their names.
        In Spanish: CDR Speech (análisis de voz y texto).
        The vendor's page 1. Source: https://wolkvox.com/en/apis-v2-2/1-cdr-speech-en
        """
        return self._report(SPEECH_1, start, end)

    def speech_2(self, *, start: date | datetime, end: date | datetime) -> Report[AgentSilence]:
        """Speech 2: mean share of silence, one row per agent.

        How much of an agent's calls is silence. start is inclusive and end exclusive. Totals per agent_id. Those of two
        windows cannot be merged, since means without their counts cannot be added up: beyond 31 days read `.windows()`,
        or ConfigurationError says so.
        In Spanish: Porcentaje de silencio por agente.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(SPEECH_2, start, end)

    def speech_3(self, *, start: date | datetime, end: date | datetime) -> Report[AgentSlowGreetings]:
        """Speech 3: mean share of slow greetings, one row per agent.

        How often an agent is slow to greet. start is inclusive and end exclusive. Totals per agent_id. Those of two
        windows cannot be merged, since means without their counts cannot be added up: beyond 31 days read `.windows()`,
        or ConfigurationError says so.
        In Spanish: Porcentaje de saludos lentos por agente.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(SPEECH_3, start, end)

    def speech_4(self, *, start: date | datetime, end: date | datetime) -> Report[AgentSentiment]:
        """Speech 4: mean sentiment, one row per agent.

        From very negative to very positive. start is inclusive and end exclusive. Totals per agent_id. Those of two
        windows cannot be merged, since a mean given as a word cannot be added up: beyond 31 days read `.windows()`, or
        ConfigurationError says so.
        In Spanish: Promedio de sentimiento por niveles por agente.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(SPEECH_4, start, end)

    def speech_5(self, *, start: date | datetime, end: date | datetime) -> Report[AnalysedText]:
        """Speech 5: texts analysed on demand, one row each.

        With its summary and sentiment. start is inclusive and end exclusive. Rows are events, dated by date.
        In Spanish: Speech por demanda (textos analizados).
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(SPEECH_5, start, end)


ENDPOINTS = table([SPEECH_1, SPEECH_2, SPEECH_3, SPEECH_4, SPEECH_5])
