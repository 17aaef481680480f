"""reports_manager.php, section Diagram.

What callers and chats did in flows: IVR, surveys, bots, speech recognition and playback.

This file is generated from catalogue/reports/diagrams.toml by `make generate`: change that.
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
    """Routing point's id."""
    rp_name: Text
    """Routing point's name."""
    cod_opc_menu: Text
    """Option that was dialled; PULSE when none was."""
    dn_transfer: Text
    """Where the call was routed."""
    date: Moment
    """Date and time at which the IVR leg ended."""
    result: Text
    """How it ended: ok, hung up."""
    ani: Phone
    """Customer's phone."""
    time: Duration
    """Length of the step."""
    customer_id: Id
    """Customer's id."""
    conn_id: Id
    """Id of the call or conversation."""


@record
class IvrDay(Record):
    """The calls and minutes in the IVR of one day."""

    day: Day
    """Day."""
    calls: Int
    """Number of calls."""
    ivr_minutes: Float
    """Time in the IVR, in minutes."""


@record
class IvrHour(Record):
    """The calls and minutes in the IVR of one hour."""

    day: Text = named("day", "date")
    """Day and hour, YYYY-MM-DD-HH."""
    calls: Int
    """Number of calls."""
    ivr_minutes: Float
    """Time in the IVR, in minutes."""


@record
class IvrMenuOptionTotals(Record):
    """The calls and the time in one menu option of a routing point."""

    rp_id: Id
    """Routing point's id."""
    calls: Int
    """Number of calls."""
    time: Duration
    """Time in the option; documented in minutes."""
    cod_opc_menu: Text
    """Menu option; PULSE when no option was dialled."""


@record
class SmartWaitTotals(Record):
    """The callers of one skill who were offered a call back."""

    skill_id: Id
    """Skill's id."""
    treatment: Int
    """Calls that entered smart wait."""
    customer_say_no: Int
    """Customers who declined the call back."""
    customer_say_yes: Int
    """Customers who accepted the call back."""
    recall_fail: Int
    """Calls back that failed."""
    recall_ok: Int
    """Calls back that succeeded."""
    service_level_up: Percent
    """Gain in service level, in percent."""


@record
class SmartWaitCall(Record):
    """One call in smart wait."""

    skill_id: Id
    """Skill's id."""
    date_inbound_call: Moment
    """Date and time of the customer's call."""
    date_last_outbound_call: Moment
    """Date and time of the last call back."""
    status: Text
    """How the call back ended: YES, NO, OK, NO USER, STOP NEW, FAIL."""
    attempts: Int
    """Calls back that were tried."""
    ani: Phone
    """Customer's phone."""
    dial_phone: Phone
    """Number left for the callback."""
    time_between_calls: Duration
    """Time from the call to the call back."""
    time: Duration
    """Length of the call."""
    billed_minutes: Text
    """Time billed, in minutes or as HH:MM:SS."""
    customer_id: Id
    """Customer's id."""


@record
class SurveyAnswers(Record):
    """The answers of one survey."""

    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    agent_dni: Id
    """Agent's identity document."""
    skill_id: Id
    """Skill's id."""
    skill_name: Text
    """Skill's name."""
    date: Moment
    """Date and time of the event."""
    conn_id: Id
    """Id of the call or conversation."""
    ani: Phone
    """Customer's phone."""
    customer_id: Id
    """Customer's id."""
    q01: Text
    """Answer to question 1."""
    q02: Text
    """Answer to question 2."""
    q03: Text
    """Answer to question 3."""
    q04: Text
    """Answer to question 4."""
    q05: Text
    """Answer to question 5."""
    q06: Text
    """Answer to question 6."""
    q07: Text
    """Answer to question 7."""
    q08: Text
    """Answer to question 8."""
    q09: Text
    """Answer to question 9."""
    q10: Text
    """Answer to question 10."""
    voice_message_duration: Duration
    """Length of the voice message."""
    type_interaction: Text
    """Kind of interaction: conference, inbound, internal call, internal call_inb, internal call_que, out_pre,
    outbound_ma, transfer.
    """
    result: Text
    """How it ended: abandon, complete, incomplete."""
    time: Duration
    """Length of the survey."""
    voice_message: Text
    """Voice message."""
    feeling: Text
    """Sentiment: very negative, negative, neutral, positive, very positive."""


@record
class AgentSurveyTotals(Record):
    """The surveys about one agent."""

    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    surveys: Int
    """Surveys answered."""
    q01: Text
    """Figure of question 1; what it counts is not documented."""
    q02: Text
    """Figure of question 2; what it counts is not documented."""
    q03: Text
    """Figure of question 3; what it counts is not documented."""
    q04: Text
    """Figure of question 4; what it counts is not documented."""
    q05: Text
    """Figure of question 5; what it counts is not documented."""
    q06: Text
    """Figure of question 6; what it counts is not documented."""
    q07: Text
    """Figure of question 7; what it counts is not documented."""
    q08: Text
    """Figure of question 8; what it counts is not documented."""
    q09: Text
    """Figure of question 9; what it counts is not documented."""
    q10: Text
    """Figure of question 10; what it counts is not documented."""
    average: Float
    """Mean of the answers."""


@record
class SkillSurveyTotals(Record):
    """The surveys about one skill."""

    skill_id: Id
    """Skill's id."""
    skill_name: Text
    """Skill's name."""
    surveys: Int
    """Surveys answered."""
    q01: Text
    """Figure of question 1; what it counts is not documented."""
    q02: Text
    """Figure of question 2; what it counts is not documented."""
    q03: Text
    """Figure of question 3; what it counts is not documented."""
    q04: Text
    """Figure of question 4; what it counts is not documented."""
    q05: Text
    """Figure of question 5; what it counts is not documented."""
    q06: Text
    """Figure of question 6; what it counts is not documented."""
    q07: Text
    """Figure of question 7; what it counts is not documented."""
    q08: Text
    """Figure of question 8; what it counts is not documented."""
    q09: Text
    """Figure of question 9; what it counts is not documented."""
    q10: Text
    """Figure of question 10; what it counts is not documented."""
    average: Float
    """Mean of the answers."""


@record
class SpeechRecognition(Record):
    """One recognition of what a caller said."""

    time: Float
    """Time that the recognition took; seconds or milliseconds: the documents disagree."""
    language: Text
    """Language."""
    recognized_text: Text
    """Text that was recognised."""
    date: Moment
    """Date and time of the event."""
    rp_id: Id
    """Routing point's id."""


@record
class SpeechPlayback(Record):
    """One text played as speech."""

    tts_text: Text
    """Voice that spoke."""
    credits: Int = named("credits", "characters")
    """Characters, as billed."""
    recognized_text: Text
    """Text that was spoken."""
    date: Moment
    """Date and time of the event."""
    rp_id: Id
    """Routing point's id."""


@record
class ChatbotExchange(Record):
    """One exchange of a customer with a chatbot or a routing point."""

    session_id: Id
    """Id of the session."""
    channel: Text
    """Channel of the contact."""
    rp_id: Id
    """Routing point's id."""
    date: Moment
    """Date and time of the event."""
    customer_name: Text
    """Customer's name."""
    customer_email: Text
    """Customer's mail address."""
    customer_phone: Phone
    """Customer's phone."""
    customer_query: Text
    """What the client wrote."""
    routing_answer: Text
    """Routing reply, e.g. transfer to a skill."""
    customer_id: Id
    """Customer's id."""
    conn_id: Id
    """Id of the call or conversation; 0 when there is no call."""


@record
class SpeechPhrase(Record):
    """One text played as speech, with how often."""

    total: Int
    """How often it was played."""
    characters: Int
    """Length of the text."""
    tts_text: Text
    """Text that was spoken."""


@record
class IvrCall(Record):
    """One call in the IVR, with its skill and agent if it came to one."""

    conn_id: Id
    """Id of the call or conversation."""
    time_on_rp: Duration
    """Time in the routing point."""
    end_date_rp: Moment
    """End of the IVR leg by its name, start by its description."""
    rp_id: Id
    """Routing point's id."""
    ani: Phone
    """Customer's phone."""
    customer_id: Id
    """Customer's id."""
    time_on_skill: Duration
    """Time in the skill."""
    skill_id: Id
    """Skill's id."""
    skill_result: Text
    """How it ended in the skill."""
    go_to_agent: Text
    """Whether the call went to an agent."""
    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    time_with_agent: Duration
    """Time with the agent."""
    cod_act: Text
    """Activity code."""
    cod_act_2: Text
    """Second-level activity code."""
    type_interaction: Text
    """Kind of interaction: conference, inbound, internal call, internal call_inb, internal call_que, out_pre,
    outbound_ma, transfer.
    """
    total_time: Duration
    """Length of the call."""


@record
class SentimentAnalysis(Record):
    """One text analysed for sentiment."""

    units: Int
    """Units, as billed."""
    text: Text
    """Text that was analysed."""
    date: Moment
    """Date and time of the event."""


@record
class MenuOptionReached(Record):
    """One menu option reached in a routing point."""

    rp_id: Id
    """Routing point's id."""
    conn_id: Id
    """Id of the call or conversation."""
    customer_id: Id
    """Customer's id."""
    channel: Text
    """Channel of the contact: voice, chat-web, chat-whatsapp, chat-facebook, chat-telegram."""
    attempt: Int
    """Number of the attempt."""
    telephone: Phone
    """Customer's phone."""
    date: Moment
    """Date and time of the event."""
    second_event: Int
    """Second of the call at which the option was reached."""
    cod_opc_menu: Text
    """Menu option."""


@record
class StudioCodeCount(Record):
    """How often routing points set one activity code."""

    cod_act: Text
    """Activity code."""
    description_cod_act: Text
    """What the activity code stands for."""
    count: Int
    """How often the code was used."""
    percent: Percent
    """Share of all codes that were set, in percent."""


@record
class VoiceConversation(Record):
    """One conversation by voice with what it used of each service."""

    conversational_id: Id
    """Id of the conversation, like conversations-voice-<number>."""
    connect_id: Id
    """Id of the call, five numbers with dots."""
    date: Moment
    """Date and time of the event."""
    ivr_time: Duration
    """Time in the IVR."""
    nlp_credits: Float
    """Credits of language processing."""
    asr_time: Duration
    """Time of speech recognition."""
    tts_credits: Int
    """Credits of text to speech."""


DIAGRAM_1 = Endpoint(
    name="reports.diagram_1",
    script="reports_manager.php",
    title="Diagram 1: every step of a call in the IVR, one row each",
    spanish="Detalle de llamadas IVR",
    summary="With the menu option, where the call was routed, and its result.",
    record=IvrStep,
    parameters=(Parameter("customer_id", "id", notes="customer's id; limits the report to one customer"),),
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
    reread=timedelta(days=3),
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
    """reports_manager.php, section Diagram.

    What callers and chats did in flows: IVR, surveys, bots, speech recognition and playback.
    """

    def diagram_1(
        self, *, start: date | datetime, end: date | datetime, customer_id: str | None = None
    ) -> Report[IvrStep]:
        """Diagram 1: every step of a call in the IVR, one row each.

        With the menu option, where the call was routed, and its result. Rows are events, dated by date.

        In Spanish: Detalle de llamadas IVR.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.
            customer_id: Customer's id; limits the report to one customer.

        Returns:
            Report[IvrStep]: Await it for a list, or read it row by row with `async for`. A row is one step of a call in
            the IVR: menu option, where it went, and its result.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/?p=31315
        """
        return self._report(DIAGRAM_1, start, end, customer_id=customer_id)

    def diagram_1_1(self, *, start: date | datetime, end: date | datetime) -> Report[IvrDay]:
        """Diagram 1.1: calls and minutes in the IVR, one row per day.

        How many calls the IVR took. One row per day; windows are cut at full days.

        In Spanish: Llamadas y minutos de IVR por día.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[IvrDay]: Await it for a list, or read it row by row with `async for`. A row is the calls and minutes
            in the IVR of one day.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/apis-v2/1-1-calls-and-ivr-minutes-per-day-en/
            (the vendor's page 1.1)
        """
        return self._report(DIAGRAM_1_1, start, end)

    def diagram_1_2(self, *, start: date | datetime, end: date | datetime) -> Report[IvrHour]:
        """Diagram 1.2: calls and minutes in the IVR, one row per hour.

        How many calls the IVR took. One row per day; windows are cut at full hours.

        In Spanish: Llamadas y minutos de IVR por hora (tiempo).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[IvrHour]: Await it for a list, or read it row by row with `async for`. A row is the calls and minutes
            in the IVR of one hour.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/?p=30519
        """
        return self._report(DIAGRAM_1_2, start, end)

    def diagram_1_3(self, *, start: date | datetime, end: date | datetime) -> Report[IvrMenuOptionTotals]:
        """Diagram 1.3: calls and time in the IVR, one row per routing point and menu option.

        How often a menu option was taken, and for how long. Totals per rp_id and cod_opc_menu: over several windows
        calls and time are added up.

        The unit of time is not certain: the vendor speaks of minutes, and a plain number is read as seconds.

        In Spanish: Llamadas y minutos de IVR por opción de menú.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[IvrMenuOptionTotals]: Await it for a list, or read it row by row with `async for`. A row is the calls
            and the time in one menu option of a routing point.

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
        return self._report(DIAGRAM_1_3, start, end)

    def diagram_2(self, *, start: date | datetime, end: date | datetime) -> Report[SmartWaitTotals]:
        """Diagram 2: smart wait (call back instead of waiting), one row per skill.

        How many callers took the offer to be called back, and how that went. Totals per skill_id. Those of two windows
        cannot be merged, since a gain in percent cannot be added up: beyond 31 days read `.windows()`, or
        ConfigurationError says so.

        In Spanish: Espera inteligente.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[SmartWaitTotals]: Await it for a list, or read it row by row with `async for`. A row is the callers
            of one skill who were offered a call back.

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
        return self._report(DIAGRAM_2, start, end)

    def diagram_3(self, *, start: date | datetime, end: date | datetime) -> Report[SmartWaitCall]:
        """Diagram 3: every call in smart wait, one row each.

        With its status, the attempts to call back, and the time between. Rows are events, dated by date_inbound_call.

        Rows may change for 3 days after their window has ended.

        Rows have no call id. status, attempts and date_last_outbound_call still change after the inbound call.

        In Spanish: Detalle de espera inteligente (devolución de llamada).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[SmartWaitCall]: Await it for a list, or read it row by row with `async for`. A row is one call in
            smart wait.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/es-apis-v2/3-detalle-espera-inteligente
            (the vendor's page 3)
        """
        return self._report(DIAGRAM_3, start, end)

    def diagram_4(self, *, start: date | datetime, end: date | datetime) -> Report[SurveyAnswers]:
        """Diagram 4: smart surveys, one row each.

        With up to ten answers, a voice message and its sentiment. Rows are events, dated by date.

        In Spanish: Detalles de encuesta inteligente.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[SurveyAnswers]: Await it for a list, or read it row by row with `async for`. A row is the answers of
            one survey.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/4-smart-survey-details/
            (the vendor's page 4)
        """
        return self._report(DIAGRAM_4, start, end)

    def diagram_5(self, *, start: date | datetime, end: date | datetime) -> Report[AgentSurveyTotals]:
        """Diagram 5: smart surveys, one row per agent.

        With the number of surveys, a figure per question, and the average. Totals per agent_id. Those of two windows
        cannot be merged, since averages cannot be added up: beyond 31 days read `.windows()`, or ConfigurationError
        says so.

        In Spanish: Encuesta inteligente por agente.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentSurveyTotals]: Await it for a list, or read it row by row with `async for`. A row is the surveys
            about one agent.

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
        return self._report(DIAGRAM_5, start, end)

    def diagram_6(self, *, start: date | datetime, end: date | datetime) -> Report[SkillSurveyTotals]:
        """Diagram 6: smart surveys, one row per skill.

        With the number of surveys, a figure per question, and the average. Totals per skill_id. Those of two windows
        cannot be merged, since averages cannot be added up: beyond 31 days read `.windows()`, or ConfigurationError
        says so.

        In Spanish: Encuesta inteligente por skill.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[SkillSurveyTotals]: Await it for a list, or read it row by row with `async for`. A row is the surveys
            about one skill.

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
        return self._report(DIAGRAM_6, start, end)

    def diagram_7(self, *, start: date | datetime, end: date | datetime) -> Report[SpeechRecognition]:
        """Diagram 7: every speech recognition (ASR), one row each.

        With the text that was recognised, its language and the time it took. Rows are events, dated by date.

        time is in seconds or in milliseconds: the vendor says both.

        In Spanish: CDR ASR (reconocimiento de voz).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[SpeechRecognition]: Await it for a list, or read it row by row with `async for`. A row is one
            recognition of what a caller said.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/7-cdr-asr/
            (the vendor's page 7)
        """
        return self._report(DIAGRAM_7, start, end)

    def diagram_8(self, *, start: date | datetime, end: date | datetime) -> Report[SpeechPlayback]:
        """Diagram 8: every speech played from text (TTS), one row each.

        With the text, the voice and the credits it cost. Rows are events, dated by date.

        In Spanish: CDR TTS (texto a voz).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[SpeechPlayback]: Await it for a list, or read it row by row with `async for`. A row is one text
            played as speech.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/8-cdr-tts/
            (the vendor's page 8)
        """
        return self._report(DIAGRAM_8, start, end)

    def diagram_9(self, *, start: date | datetime, end: date | datetime) -> Report[ChatbotExchange]:
        """Diagram 9: every exchange with a chatbot or a routing of interactions, one row each.

        With what the customer wrote and what the bot or routing answered. Rows are events, dated by date.

        Limits: 6,000 records a reply.

        A reply may hold 6,000 records, not 60,000: windows are split at that.

        In Spanish: CDR enrutamiento de interacción y chatbots.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[ChatbotExchange]: Await it for a list, or read it row by row with `async for`. A row is one exchange
            of a customer with a chatbot or a routing point.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 6,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/apis-v2/9-cdr-interaction-routing-and-chatbots/
            (the vendor's page 9)
        """
        return self._report(DIAGRAM_9, start, end)

    def diagram_10(self, *, start: date | datetime, end: date | datetime) -> Report[SpeechPhrase]:
        """Diagram 10: uses of texts made speech (TTS), one row per text.

        How often each text was played, and its length. Totals per tts_text and characters: over several windows total
        is added up.

        In Spanish: TTS ordenados por uso (frases).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[SpeechPhrase]: Await it for a list, or read it row by row with `async for`. A row is one text played
            as speech, with how often.

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
        return self._report(DIAGRAM_10, start, end)

    def diagram_11(self, *, start: date | datetime, end: date | datetime) -> Report[IvrCall]:
        """Diagram 11: calls in the IVR and what became of them at skill and agent, one row each.

        With the time in the IVR, in the skill and with the agent, and the activity codes. Rows are events, dated by
        end_date_rp.

        In Spanish: IVR vs. transferido al agente.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[IvrCall]: Await it for a list, or read it row by row with `async for`. A row is one call in the IVR,
            with its skill and agent if it came to one.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/apis-v2/11-ivr-vs-transferred-to-agent-en/
            (the vendor's page 11)
        """
        return self._report(DIAGRAM_11, start, end)

    def diagram_12(self, *, start: date | datetime, end: date | datetime) -> Report[SentimentAnalysis]:
        """Diagram 12: texts analysed for sentiment, one row each.

        Each text analysed, with its billed units. Rows are events, dated by date.

        In Spanish: CDR análisis de sentimientos.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[SentimentAnalysis]: Await it for a list, or read it row by row with `async for`. A row is one text
            analysed for sentiment.

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
        return self._report(DIAGRAM_12, start, end)

    def diagram_13(self, *, start: date | datetime, end: date | datetime) -> Report[MenuOptionReached]:
        """Diagram 13: every menu option reached, one row each.

        With the channel, the customer and the second at which it was reached. Rows are events, dated by date.

        In Spanish: CDR opciones de menú (detalle).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[MenuOptionReached]: Await it for a list, or read it row by row with `async for`. A row is one menu
            option reached in a routing point.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/13-cdr-menu-options/
            (the vendor's page 13)
        """
        return self._report(DIAGRAM_13, start, end)

    def diagram_14(self, *, start: date | datetime, end: date | datetime) -> Report[StudioCodeCount]:
        """Diagram 14: activity codes set by routing points, one row per code.

        How often a code was used, and its share. Totals per cod_act. Those of two windows cannot be merged, since the
        base of the shares is not documented: beyond 31 days read `.windows()`, or ConfigurationError says so.

        The vendor titles it menu options, but its rows are activity codes.

        In Spanish: Opciones de menú agrupado por código.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[StudioCodeCount]: Await it for a list, or read it row by row with `async for`. A row is how often
            routing points set one activity code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/14-menu-options-grouped-by-code/
            (the vendor's page 14)
        """
        return self._report(DIAGRAM_14, start, end)

    def diagram_15(self, *, start: date | datetime, end: date | datetime) -> Report[VoiceConversation]:
        """Diagram 15: every conversation by voice, one row each.

        With the time in the IVR and of recognition, and the credits of language and playback. Rows are events, dated by
        date.

        The id of the call is connect_id here, conn_id elsewhere.

        In Spanish: Reporte de conversaciones de voz (IVR, ASR, TTS, NLP).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[VoiceConversation]: Await it for a list, or read it row by row with `async for`. A row is one
            conversation by voice with what it used of each service.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.helpjuice.com/wolkvox-manager-20250710
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
