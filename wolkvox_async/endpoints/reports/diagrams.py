"""reports_manager.php, section Diagram: what callers and chats did in flows: IVR, surveys, bots, speech recognition and
playback.

This file is generated from catalogue/reports/diagrams.toml by `make generate`: change the sheet.
"""

from datetime import date, datetime, timedelta

from wolkvox_async.core.endpoint import Buckets, Endpoint, Events, Parameter, Totals
from wolkvox_async.core.wire import Day, Duration, Float, Id, Int, Moment, Percent, Phone, Record, Text, named, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.reports.report import Report

__all__ = [
    "ENDPOINTS",
    "AgentSurveyTotals",
    "ChatbotExchange",
    "Diagrams",
    "IvrCall",
    "IvrDay",
    "IvrHour",
    "IvrMenuOptionTotals",
    "IvrStep",
    "MenuOptionReached",
    "SentimentAnalysis",
    "SkillSurveyTotals",
    "SmartWaitCall",
    "SmartWaitTotals",
    "SpeechPhrase",
    "SpeechPlayback",
    "SpeechRecognition",
    "StudioCodeCount",
    "SurveyAnswers",
    "VoiceConversation",
]


@record
class IvrStep(Record):
    """One step of a call in the IVR: menu option, where it went, and its result."""

    rp_id: Id
    rp_name: Text
    cod_opc_menu: Text  # option dialled; PULSE when none was
    dn_transfer: Text  # where the call was routed
    date: Moment  # end of the IVR leg
    result: Text  # ok, hung up
    ani: Phone
    time: Duration
    customer_id: Id
    conn_id: Id


@record
class IvrDay(Record):
    """The calls and minutes in the IVR of one day."""

    day: Day
    calls: Int
    ivr_minutes: Float


@record
class IvrHour(Record):
    """The calls and minutes in the IVR of one hour."""

    day: Text = named("day", "date")  # day and hour, YYYY-MM-DD-HH
    calls: Int
    ivr_minutes: Float


@record
class IvrMenuOptionTotals(Record):
    """The calls and the time in one menu option of a routing point."""

    rp_id: Id
    calls: Int
    time: Duration  # documented in minutes
    cod_opc_menu: Text  # PULSE when no option was dialled


@record
class SmartWaitTotals(Record):
    """The callers of one skill who were offered a call back."""

    skill_id: Id
    treatment: Int  # calls that entered the service
    customer_say_no: Int  # declined the call back
    customer_say_yes: Int  # accepted the call back
    recall_fail: Int  # calls back that failed
    recall_ok: Int  # calls back that succeeded
    service_level_up: Percent  # gain in service level


@record
class SmartWaitCall(Record):
    """One call in smart wait."""

    skill_id: Id
    date_inbound_call: Moment
    date_last_outbound_call: Moment
    status: Text  # YES, NO, OK, NO USER, STOP NEW, FAIL
    attempts: Int
    ani: Phone
    dial_phone: Phone  # number left for the callback
    time_between_calls: Duration  # from the call to the call back
    time: Duration
    billed_minutes: Text  # minutes, or HH:MM:SS
    customer_id: Id


@record
class SurveyAnswers(Record):
    """The answers of one survey."""

    agent_id: Id
    agent_name: Text
    agent_dni: Id  # identity document
    skill_id: Id
    skill_name: Text
    date: Moment
    conn_id: Id
    ani: Phone
    customer_id: Id
    q01: Text  # answer
    q02: Text
    q03: Text
    q04: Text
    q05: Text
    q06: Text
    q07: Text
    q08: Text
    q09: Text
    q10: Text
    voice_message_duration: Duration
    # conference, inbound, internal call, internal call_inb, internal call_que, out_pre, outbound_ma, transfer
    type_interaction: Text
    result: Text  # abandon, complete, incomplete
    time: Duration
    voice_message: Text
    feeling: Text  # very negative, negative, neutral, positive, very positive


@record
class AgentSurveyTotals(Record):
    """The surveys about one agent."""

    agent_id: Id
    agent_name: Text
    surveys: Int
    q01: Text  # figure of a question; what it counts is not documented
    q02: Text
    q03: Text
    q04: Text
    q05: Text
    q06: Text
    q07: Text
    q08: Text
    q09: Text
    q10: Text
    average: Float


@record
class SkillSurveyTotals(Record):
    """The surveys about one skill."""

    skill_id: Id
    skill_name: Text
    surveys: Int
    q01: Text  # figure of a question; what it counts is not documented
    q02: Text
    q03: Text
    q04: Text
    q05: Text
    q06: Text
    q07: Text
    q08: Text
    q09: Text
    q10: Text
    average: Float


@record
class SpeechRecognition(Record):
    """One recognition of what a caller said."""

    time: Float  # seconds or milliseconds: the documents disagree
    language: Text
    recognized_text: Text
    date: Moment
    rp_id: Id


@record
class SpeechPlayback(Record):
    """One text played as speech."""

    tts_text: Text  # the voice
    credits: Int = named("credits", "characters")  # characters, as billed
    recognized_text: Text  # text spoken
    date: Moment
    rp_id: Id


@record
class ChatbotExchange(Record):
    """One exchange of a customer with a chatbot or a routing point."""

    session_id: Id
    channel: Text
    rp_id: Id
    date: Moment
    customer_name: Text
    customer_email: Text
    customer_phone: Phone
    customer_query: Text  # what the client wrote
    routing_answer: Text  # routing reply, e.g. transfer to a skill
    customer_id: Id
    conn_id: Id  # 0 when there is no call


@record
class SpeechPhrase(Record):
    """One text played as speech, with how often."""

    total: Int  # times played
    characters: Int  # length of the text
    tts_text: Text


@record
class IvrCall(Record):
    """One call in the IVR, with its skill and agent if it came to one."""

    conn_id: Id
    time_on_rp: Duration
    end_date_rp: Moment  # end of the IVR leg by its name, start by its description
    rp_id: Id
    ani: Phone
    customer_id: Id
    time_on_skill: Duration
    skill_id: Id
    skill_result: Text
    go_to_agent: Text
    agent_id: Id
    agent_name: Text
    time_with_agent: Duration
    cod_act: Text
    cod_act_2: Text
    # conference, inbound, internal call, internal call_inb, internal call_que, out_pre, outbound_ma, transfer
    type_interaction: Text
    total_time: Duration


@record
class SentimentAnalysis(Record):
    """One text analysed for sentiment."""

    units: Int  # billing units
    text: Text
    date: Moment


@record
class MenuOptionReached(Record):
    """One menu option reached in a routing point."""

    rp_id: Id
    conn_id: Id
    customer_id: Id
    channel: Text  # voice, chat-web, chat-whatsapp, chat-facebook, chat-telegram
    attempt: Int
    telephone: Phone
    date: Moment
    second_event: Int  # second at which the option was reached
    cod_opc_menu: Text


@record
class StudioCodeCount(Record):
    """How often routing points set one activity code."""

    cod_act: Text
    description_cod_act: Text
    count: Int
    percent: Percent


@record
class VoiceConversation(Record):
    """One conversation by voice with what it used of each service."""

    conversational_id: Id  # like conversations-voice-<number>
    connect_id: Id  # id of the call, five numbers with dots
    date: Moment
    ivr_time: Duration
    nlp_credits: Float
    asr_time: Duration
    tts_credits: Int


DIAGRAM_1 = Endpoint(
    name="reports.diagram_1",
    script="reports_manager.php",
    title="Diagram 1: every step of a call in the IVR, one row each",
    spanish="Detalle de llamadas IVR",
    summary="With the menu option, where the call was routed, and its result.",
    record=IvrStep,
    parameters=(Parameter("customer_id", "id", notes="limits the report to one customer"),),
    rows=Events(key=("conn_id", "rp_id", "cod_opc_menu", "date"), time="date"),
    source="https://www.wolkvox.com/?p=31315",
)

DIAGRAM_1_1 = Endpoint(
    name="reports.diagram_1_1",
    script="reports_manager.php",
    title="Diagram 1.1: calls and minutes in the IVR, one row per day",
    spanish="Llamadas y minutos de IVR por día",
    summary="How many calls the IVR took.",
    record=IvrDay,
    rows=Buckets(span=timedelta(days=1), time="day"),
    source="https://www.wolkvox.com/apis-v2/1-1-calls-and-ivr-minutes-per-day-en/",
)

DIAGRAM_1_2 = Endpoint(
    name="reports.diagram_1_2",
    script="reports_manager.php",
    title="Diagram 1.2: calls and minutes in the IVR, one row per hour",
    spanish="Llamadas y minutos de IVR por hora (tiempo)",
    summary="How many calls the IVR took.",
    record=IvrHour,
    rows=Buckets(span=timedelta(hours=1), time="day"),
    source="https://wolkvox.com/?p=30519",
)

DIAGRAM_1_3 = Endpoint(
    name="reports.diagram_1_3",
    script="reports_manager.php",
    title="Diagram 1.3: calls and time in the IVR, one row per routing point and menu option",
    spanish="Llamadas y minutos de IVR por opción de menú",
    summary="How often a menu option was taken, and for how long.",
    record=IvrMenuOptionTotals,
    rows=Totals(by=("rp_id", "cod_opc_menu"), merge="sum", additive=("calls", "time")),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

DIAGRAM_2 = Endpoint(
    name="reports.diagram_2",
    script="reports_manager.php",
    title="Diagram 2: smart wait (call back instead of waiting), one row per skill",
    spanish="Espera inteligente",
    summary="How many callers took the offer to be called back, and how that went.",
    record=SmartWaitTotals,
    rows=Totals(by=("skill_id",), merge="none", why="a gain in percent cannot be added up"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

DIAGRAM_3 = Endpoint(
    name="reports.diagram_3",
    script="reports_manager.php",
    title="Diagram 3: every call in smart wait, one row each",
    spanish="Detalle de espera inteligente (devolución de llamada)",
    summary="With its status, the attempts to call back, and the time between.",
    record=SmartWaitCall,
    rows=Events(key=("skill_id", "ani", "date_inbound_call"), time="date_inbound_call"),
    source="https://wolkvox.com/es-apis-v2/3-detalle-espera-inteligente",
)

DIAGRAM_4 = Endpoint(
    name="reports.diagram_4",
    script="reports_manager.php",
    title="Diagram 4: smart surveys, one row each",
    spanish="Detalles de encuesta inteligente",
    summary="With up to ten answers, a voice message and its sentiment.",
    record=SurveyAnswers,
    rows=Events(key=("conn_id", "agent_id", "date"), time="date"),
    source="https://www.wolkvox.com/en/apis-v2-2/4-smart-survey-details/",
)

DIAGRAM_5 = Endpoint(
    name="reports.diagram_5",
    script="reports_manager.php",
    title="Diagram 5: smart surveys, one row per agent",
    spanish="Encuesta inteligente por agente",
    summary="With the number of surveys, a figure per question, and the average.",
    record=AgentSurveyTotals,
    rows=Totals(by=("agent_id",), merge="none", why="averages cannot be added up"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

DIAGRAM_6 = Endpoint(
    name="reports.diagram_6",
    script="reports_manager.php",
    title="Diagram 6: smart surveys, one row per skill",
    spanish="Encuesta inteligente por skill",
    summary="With the number of surveys, a figure per question, and the average.",
    record=SkillSurveyTotals,
    rows=Totals(by=("skill_id",), merge="none", why="averages cannot be added up"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

DIAGRAM_7 = Endpoint(
    name="reports.diagram_7",
    script="reports_manager.php",
    title="Diagram 7: every speech recognition (ASR), one row each",
    spanish="CDR ASR (reconocimiento de voz)",
    summary="With the text that was recognised, its language and the time it took.",
    record=SpeechRecognition,
    rows=Events(time="date"),
    source="https://www.wolkvox.com/en/apis-v2-2/7-cdr-asr/",
)

DIAGRAM_8 = Endpoint(
    name="reports.diagram_8",
    script="reports_manager.php",
    title="Diagram 8: every speech played from text (TTS), one row each",
    spanish="CDR TTS (texto a voz)",
    summary="With the text, the voice and the credits it cost.",
    record=SpeechPlayback,
    rows=Events(time="date"),
    source="https://www.wolkvox.com/en/apis-v2-2/8-cdr-tts/",
)

DIAGRAM_9 = Endpoint(
    name="reports.diagram_9",
    script="reports_manager.php",
    title="Diagram 9: every exchange with a chatbot or a routing of interactions, one row each",
    spanish="CDR enrutamiento de interacción y chatbots",
    summary="With what the customer wrote and what the bot or routing answered.",
    record=ChatbotExchange,
    rows=Events(time="date"),
    full=6_000,
    limits=("6,000 records a reply",),
    source="https://www.wolkvox.com/apis-v2/9-cdr-interaction-routing-and-chatbots/",
)

DIAGRAM_10 = Endpoint(
    name="reports.diagram_10",
    script="reports_manager.php",
    title="Diagram 10: uses of texts made speech (TTS), one row per text",
    spanish="TTS ordenados por uso (frases)",
    summary="How often each text was played, and its length.",
    record=SpeechPhrase,
    rows=Totals(by=("tts_text", "characters"), merge="sum", additive=("total",)),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

DIAGRAM_11 = Endpoint(
    name="reports.diagram_11",
    script="reports_manager.php",
    title="Diagram 11: calls in the IVR and what became of them at skill and agent, one row each",
    spanish="IVR vs. transferido al agente",
    summary="With the time in the IVR, in the skill and with the agent, and the activity codes.",
    record=IvrCall,
    rows=Events(key=("conn_id", "rp_id", "end_date_rp"), time="end_date_rp"),
    source="https://www.wolkvox.com/apis-v2/11-ivr-vs-transferred-to-agent-en/",
)

DIAGRAM_12 = Endpoint(
    name="reports.diagram_12",
    script="reports_manager.php",
    title="Diagram 12: texts analysed for sentiment, one row each",
    spanish="CDR análisis de sentimientos",
    summary="Each text analysed, with its billed units.",
    record=SentimentAnalysis,
    rows=Events(time="date"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

DIAGRAM_13 = Endpoint(
    name="reports.diagram_13",
    script="reports_manager.php",
    title="Diagram 13: every menu option reached, one row each",
    spanish="CDR opciones de menú (detalle)",
    summary="With the channel, the customer and the second at which it was reached.",
    record=MenuOptionReached,
    rows=Events(key=("conn_id", "rp_id", "date", "second_event", "cod_opc_menu"), time="date"),
    source="https://www.wolkvox.com/en/13-cdr-menu-options/",
)

DIAGRAM_14 = Endpoint(
    name="reports.diagram_14",
    script="reports_manager.php",
    title="Diagram 14: activity codes set by routing points, one row per code",
    spanish="Opciones de menú agrupado por código",
    summary="How often a code was used, and its share.",
    record=StudioCodeCount,
    rows=Totals(by=("cod_act",), merge="none", why="the base of the shares is not documented"),
    source="https://www.wolkvox.com/en/14-menu-options-grouped-by-code/",
)

DIAGRAM_15 = Endpoint(
    name="reports.diagram_15",
    script="reports_manager.php",
    title="Diagram 15: every conversation by voice, one row each",
    spanish="Reporte de conversaciones de voz (IVR, ASR, TTS, NLP)",
    summary="With the time in the IVR and of recognition, and the credits of language and playback.",
    record=VoiceConversation,
    rows=Events(key=("connect_id",), time="date"),
    source="https://wolkvox.helpjuice.com/wolkvox-manager-20250710",
)


class Diagrams(Group):
    """reports_manager.php, section Diagram: what callers and chats did in flows: IVR, surveys, bots, speech
    recognition and playback.
    """

    def diagram_1(
        self, *, start: date | datetime, end: date | datetime, customer_id: str | None = None
    ) -> Report[IvrStep]:
        """Diagram 1: every step of a call in the IVR, one row each.

        With the menu option, where the call was routed, and its result. start is inclusive and end exclusive. Rows are
        events, dated by date.
        customer_id: limits the report to one customer.
        In Spanish: Detalle de llamadas IVR.
        Source: https://www.wolkvox.com/?p=31315
        """
        return self._report(DIAGRAM_1, start, end, customer_id=customer_id)

    def diagram_1_1(self, *, start: date | datetime, end: date | datetime) -> Report[IvrDay]:
        """Diagram 1.1: calls and minutes in the IVR, one row per day.

        How many calls the IVR took. start is inclusive and end exclusive. One row per day; windows are cut at full
        days.
        In Spanish: Llamadas y minutos de IVR por día.
        The vendor's page 1.1. Source: https://www.wolkvox.com/apis-v2/1-1-calls-and-ivr-minutes-per-day-en/
        """
        return self._report(DIAGRAM_1_1, start, end)

    def diagram_1_2(self, *, start: date | datetime, end: date | datetime) -> Report[IvrHour]:
        """Diagram 1.2: calls and minutes in the IVR, one row per hour.

        How many calls the IVR took. start is inclusive and end exclusive. One row per day; windows are cut at full
        hours.
        In Spanish: Llamadas y minutos de IVR por hora (tiempo).
        Source: https://wolkvox.com/?p=30519
        """
        return self._report(DIAGRAM_1_2, start, end)

    def diagram_1_3(self, *, start: date | datetime, end: date | datetime) -> Report[IvrMenuOptionTotals]:
        """Diagram 1.3: calls and time in the IVR, one row per routing point and menu option.

        How often a menu option was taken, and for how long. start is inclusive and end exclusive. Totals per rp_id and
        cod_opc_menu: over several windows calls and time are added up.
        The unit of time is not certain: the vendor speaks of minutes, and a plain number is read as seconds.
        In Spanish: Llamadas y minutos de IVR por opción de menú.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(DIAGRAM_1_3, start, end)

    def diagram_2(self, *, start: date | datetime, end: date | datetime) -> Report[SmartWaitTotals]:
        """Diagram 2: smart wait (call back instead of waiting), one row per skill.

        How many callers took the offer to be called back, and how that went. start is inclusive and end exclusive.
        Totals per skill_id. Those of two windows cannot be merged, since a gain in percent cannot be added up: beyond
        31 days read `.windows()`, or ConfigurationError says so.
        In Spanish: Espera inteligente.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(DIAGRAM_2, start, end)

    def diagram_3(self, *, start: date | datetime, end: date | datetime) -> Report[SmartWaitCall]:
        """Diagram 3: every call in smart wait, one row each.

        With its status, the attempts to call back, and the time between. start is inclusive and end exclusive. Rows are
        events, dated by date_inbound_call.
        Rows have no call id. status, attempts and date_last_outbound_call still change after the inbound call.
        In Spanish: Detalle de espera inteligente (devolución de llamada).
        The vendor's page 3. Source: https://wolkvox.com/es-apis-v2/3-detalle-espera-inteligente
        """
        return self._report(DIAGRAM_3, start, end)

    def diagram_4(self, *, start: date | datetime, end: date | datetime) -> Report[SurveyAnswers]:
        """Diagram 4: smart surveys, one row each.

        With up to ten answers, a voice message and its sentiment. start is inclusive and end exclusive. Rows are
        events, dated by date.
        In Spanish: Detalles de encuesta inteligente.
        The vendor's page 4. Source: https://www.wolkvox.com/en/apis-v2-2/4-smart-survey-details/
        """
        return self._report(DIAGRAM_4, start, end)

    def diagram_5(self, *, start: date | datetime, end: date | datetime) -> Report[AgentSurveyTotals]:
        """Diagram 5: smart surveys, one row per agent.

        With the number of surveys, a figure per question, and the average. start is inclusive and end exclusive. Totals
        per agent_id. Those of two windows cannot be merged, since averages cannot be added up: beyond 31 days read
        `.windows()`, or ConfigurationError says so.
        In Spanish: Encuesta inteligente por agente.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(DIAGRAM_5, start, end)

    def diagram_6(self, *, start: date | datetime, end: date | datetime) -> Report[SkillSurveyTotals]:
        """Diagram 6: smart surveys, one row per skill.

        With the number of surveys, a figure per question, and the average. start is inclusive and end exclusive. Totals
        per skill_id. Those of two windows cannot be merged, since averages cannot be added up: beyond 31 days read
        `.windows()`, or ConfigurationError says so.
        In Spanish: Encuesta inteligente por skill.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(DIAGRAM_6, start, end)

    def diagram_7(self, *, start: date | datetime, end: date | datetime) -> Report[SpeechRecognition]:
        """Diagram 7: every speech recognition (ASR), one row each.

        With the text that was recognised, its language and the time it took. start is inclusive and end exclusive. Rows
        are events, dated by date.
        time is in seconds or in milliseconds: the vendor says both.
        In Spanish: CDR ASR (reconocimiento de voz).
        The vendor's page 7. Source: https://www.wolkvox.com/en/apis-v2-2/7-cdr-asr/
        """
        return self._report(DIAGRAM_7, start, end)

    def diagram_8(self, *, start: date | datetime, end: date | datetime) -> Report[SpeechPlayback]:
        """Diagram 8: every speech played from text (TTS), one row each.

        With the text, the voice and the credits it cost. start is inclusive and end exclusive. Rows are events, dated
        by date.
        In Spanish: CDR TTS (texto a voz).
        The vendor's page 8. Source: https://www.wolkvox.com/en/apis-v2-2/8-cdr-tts/
        """
        return self._report(DIAGRAM_8, start, end)

    def diagram_9(self, *, start: date | datetime, end: date | datetime) -> Report[ChatbotExchange]:
        """Diagram 9: every exchange with a chatbot or a routing of interactions, one row each.

        With what the customer wrote and what the bot or routing answered. start is inclusive and end exclusive. Rows
        are events, dated by date.
        Limits: 6,000 records a reply.
        A reply may hold 6,000 records, not 60,000: windows are split at that.
        In Spanish: CDR enrutamiento de interacción y chatbots.
        The vendor's page 9. Source: https://www.wolkvox.com/apis-v2/9-cdr-interaction-routing-and-chatbots/
        """
        return self._report(DIAGRAM_9, start, end)

    def diagram_10(self, *, start: date | datetime, end: date | datetime) -> Report[SpeechPhrase]:
        """Diagram 10: uses of texts made speech (TTS), one row per text.

        How often each text was played, and its length. start is inclusive and end exclusive. Totals per tts_text and
        characters: over several windows total is added up.
        In Spanish: TTS ordenados por uso (frases).
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(DIAGRAM_10, start, end)

    def diagram_11(self, *, start: date | datetime, end: date | datetime) -> Report[IvrCall]:
        """Diagram 11: calls in the IVR and what became of them at skill and agent, one row each.

        With the time in the IVR, in the skill and with the agent, and the activity codes. start is inclusive and end
        exclusive. Rows are events, dated by end_date_rp.
        In Spanish: IVR vs. transferido al agente.
        The vendor's page 11. Source: https://www.wolkvox.com/apis-v2/11-ivr-vs-transferred-to-agent-en/
        """
        return self._report(DIAGRAM_11, start, end)

    def diagram_12(self, *, start: date | datetime, end: date | datetime) -> Report[SentimentAnalysis]:
        """Diagram 12: texts analysed for sentiment, one row each.

        Each text analysed, with its billed units. start is inclusive and end exclusive. Rows are events, dated by date.
        In Spanish: CDR análisis de sentimientos.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(DIAGRAM_12, start, end)

    def diagram_13(self, *, start: date | datetime, end: date | datetime) -> Report[MenuOptionReached]:
        """Diagram 13: every menu option reached, one row each.

        With the channel, the customer and the second at which it was reached. start is inclusive and end exclusive.
        Rows are events, dated by date.
        In Spanish: CDR opciones de menú (detalle).
        The vendor's page 13. Source: https://www.wolkvox.com/en/13-cdr-menu-options/
        """
        return self._report(DIAGRAM_13, start, end)

    def diagram_14(self, *, start: date | datetime, end: date | datetime) -> Report[StudioCodeCount]:
        """Diagram 14: activity codes set by routing points, one row per code.

        How often a code was used, and its share. start is inclusive and end exclusive. Totals per cod_act. Those of two
        windows cannot be merged, since the base of the shares is not documented: beyond 31 days read `.windows()`, or
        ConfigurationError says so.
        The vendor titles it menu options, but its rows are activity codes.
        In Spanish: Opciones de menú agrupado por código.
        The vendor's page 14. Source: https://www.wolkvox.com/en/14-menu-options-grouped-by-code/
        """
        return self._report(DIAGRAM_14, start, end)

    def diagram_15(self, *, start: date | datetime, end: date | datetime) -> Report[VoiceConversation]:
        """Diagram 15: every conversation by voice, one row each.

        With the time in the IVR and of recognition, and the credits of language and playback. start is inclusive and
        end exclusive. Rows are events, dated by date.
        The id of the call is connect_id here, conn_id elsewhere.
        In Spanish: Reporte de conversaciones de voz (IVR, ASR, TTS, NLP).
        Source: https://wolkvox.helpjuice.com/wolkvox-manager-20250710
        """
        return self._report(DIAGRAM_15, start, end)


ENDPOINTS = table(
    [
        DIAGRAM_1,
        DIAGRAM_1_1,
        DIAGRAM_1_2,
        DIAGRAM_1_3,
        DIAGRAM_2,
        DIAGRAM_3,
        DIAGRAM_4,
        DIAGRAM_5,
        DIAGRAM_6,
        DIAGRAM_7,
        DIAGRAM_8,
        DIAGRAM_9,
        DIAGRAM_10,
        DIAGRAM_11,
        DIAGRAM_12,
        DIAGRAM_13,
        DIAGRAM_14,
        DIAGRAM_15,
    ]
)
