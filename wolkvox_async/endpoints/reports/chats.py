"""reports_manager.php, section Interactions and chats.

Chats, mails and social networks: every one, their messages, transfers and totals.

This file is generated from catalogue/reports/chats.toml by `make generate`: change that.
"""

from datetime import date, datetime, timedelta
from typing import Literal

from wolkvox_async.core.endpoint import Buckets, Endpoint, Events, Parameter, Totals
from wolkvox_async.core.wire import Day, Duration, Flag, Id, Int, Moment, Percent, Phone, Record, Text, named, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.reports.report import Report

__all__ = [
    "ENDPOINTS",
    "AgentChatProductivity",
    "AgentClosedInteractionCode",
    "AgentClosedInteractions",
    "AgentMail",
    "BillableConversation",
    "BotChat",
    "ChannelChats",
    "ChannelClosedInteractions",
    "Chat",
    "ChatConversation",
    "ChatMessage",
    "ChatTransfer",
    "Chats",
    "ClickToWhatsAppChat",
    "ClickToWhatsAppTotals",
    "ClosedInteractionDay",
    "Interaction",
    "InteractionTransfer",
]


@record
class Chat(Record):
    """One chat handled by people: customer, agent, codes, durations."""

    conn_id: Id
    """Id of the call or conversation."""
    channel: Text
    """Channel of the contact: facebook, instagram, web, whatsapp."""
    date: Moment
    """Date and time of the event."""
    customer_name: Text
    """Customer's name."""
    customer_email: Text
    """Customer's mail address."""
    customer_phone: Phone
    """Customer's phone."""
    customer_chars: Int
    """Characters that the customer typed."""
    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    agent_chars: Int
    """Characters that the agent typed."""
    time_on_agent: Duration
    """Time with the agent."""
    chat_duration: Duration
    """Time from opening to closing, not of handling."""
    cod_act: Text
    """Activity code; TIMEOUTCHAT when it was left uncoded and timed out."""
    description_cod_act: Text
    """What the activity code stands for."""
    comments: Text
    """Agent's comment; comments and comment both come."""
    customer_id: Id
    """Customer's id."""
    skill_id: Id
    """Skill's id."""
    asa: Duration = named("ASA")
    """Time to the first answer of the agent."""
    last_participant_who_spoke: Text
    """Who wrote last: agent, chat-bot, customer."""
    extra_field: Text
    """Extra field of the chat."""
    comment: Text
    """Agent's comment; comments and comment both come."""
    user_id: Id
    """User's id."""
    feeling: Text
    """Sentiment: very negative, negative, neutral, positive, very positive."""
    agent_answers: Int = named("agent_answers", "agent_anwers ", "agent_anwers")
    """How often the agent wrote."""
    agent_dni: Id
    """Agent's identity document; not documented."""
    date_close: Moment
    """Date and time of closing; not documented."""
    agent_average_response_time: Duration
    """Agent's mean time to answer; not documented."""
    transfer: Text
    """Transfer; not documented."""


@record
class ChatMessage(Record):
    """One message of a chat."""

    channel: Text
    """Channel of the contact: facebook, instagram, web, whatsapp."""
    from_: Text = named("from")
    """Sender: AGENT, CUSTOMER."""
    from_name: Text
    """Sender's name."""
    to_name: Text
    """Receiver's name; "chat bot" when a client wrote to a bot."""
    date: Moment
    """Date and time of the event."""
    message: Text
    """Text, or the URL of an attachment."""
    customer_id: Id
    """Customer's id."""
    customer_phone: Phone
    """Customer's phone."""


@record
class ChatConversation(Record):
    """One chat with its messages."""

    conn_id: Id
    """Id of the call or conversation."""
    agent_name: Text
    """Agent's name."""
    customer_name: Text
    """Customer's name."""
    conversation: list[ChatMessage]
    """Messages of the conversation, one object each."""


@record
class ChannelClosedInteractions(Record):
    """The closed interactions of one channel."""

    channel: Text
    """Channel of the contact: Email, facebook_page, instagram, twitter."""
    interactions: Int
    """Number of interactions."""
    closing_time: Duration
    """Time until closing."""


@record
class Interaction(Record):
    """One interaction by mail or social network."""

    channel: Text
    """Channel of the contact: Email, facebook_page, instagram, twitter."""
    agent_name: Text
    """Agent's name."""
    skill_id: Id
    """Skill's id."""
    case_id: Id
    """Case number, other reports use conn_id."""
    subject: Text
    """Subject of the mail."""
    from_: Text = named("from")
    """Sender; mail address, or id and name of a social profile."""
    to: Text
    """Receiver; as from."""
    body: Text
    """Text of the mail."""
    answer: Text
    """Reply to the sender."""
    date_creation: Moment
    """Date and time of creation."""
    close_date: Moment
    """Date and time of closing."""
    evaluation_survey: Text
    """Evaluation in the customer's survey."""
    cod_act: Text
    """Activity code."""
    comments: Text
    """Agent's comment."""
    attachments: Text
    """Attached files; their shape depends on attach_array."""
    status: Text
    """State of the interaction: open, close, archived."""
    cod_description: Text
    """What the activity code stands for."""


@record
class AgentClosedInteractions(Record):
    """The closed interactions of one agent."""

    agent_name: Text
    """Agent's name."""
    interactions: Int
    """Number of interactions."""
    close_time: Duration
    """Time until closing."""


@record
class ClosedInteractionDay(Record):
    """The closed interactions of one day."""

    date: Day
    """Day; described as year-month-day-hour."""
    interactions: Int
    """Number of interactions."""
    close_time: Duration
    """Time until closing."""


@record
class AgentClosedInteractionCode(Record):
    """The closed interactions of one agent with one activity code."""

    interactions: Int
    """Number of interactions."""
    agent_name: Text
    """Agent's name."""
    cod_act: Text
    """Activity code."""
    description_cod_act: Text
    """What the activity code stands for."""


@record
class BotChat(Record):
    """One chat with a bot, and with the agent it was passed to if it was."""

    conn_id: Id
    """Id of the call or conversation."""
    session_id: Id
    """Id of the session; stands for customer and connector."""
    times_chatted: Int
    """Messages sent."""
    start_date: Moment
    """Date and time of the start."""
    end_date: Moment
    """Date and time of the end."""
    time_on_chatbot: Duration
    """Time with the chatbot."""
    rp_id: Id
    """Routing point's id."""
    channel: Text
    """Channel of the contact: facebook, instagram, telegram, web, whatsapp."""
    go_to_agent: Flag
    """Whether the chat went to an agent."""
    customer_phone: Phone
    """Customer's phone."""
    customer_name: Text
    """Customer's name."""
    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    time_with_agent: Duration
    """Time with the agent."""
    total_time: Duration
    """Length of the chat."""
    customer_chars: Int
    """Characters that the customer typed."""
    agent_chars: Int
    """Characters that the agent typed."""
    total_chars: Int
    """Characters typed in all."""
    asa: Duration
    """Time to the first answer of the agent."""
    last_sender: Text
    """Who wrote last: agent, chat_bot, customer."""
    customer_id: Id
    """Customer's id."""
    customer_email: Text
    """Customer's mail address."""


@record
class InteractionTransfer(Record):
    """One transfer of a mail interaction."""

    conn_id: Id
    """Id of the call or conversation."""
    transfer_agent_id: Id
    """Id of the agent who transferred it."""
    transfer_agent_name: Text
    """Name of the agent who transferred it."""
    receiver_agent_id: Id
    """Id of the agent who received it."""
    receiver_agent_name: Text
    """Name of the agent who received it; SKILL when it went to a skill."""
    channel: Text
    """Channel of the contact: email."""
    date: Moment
    """Date and time of the event."""


@record
class BillableConversation(Record):
    """One billable conversation of the official WhatsApp line."""

    conn_id: Id
    """Id of the call or conversation."""
    session_id: Id
    """Id of the session; <client id>.<operation>.<connector id>."""
    date: Moment
    """Date and time of the event."""
    customer_phone: Phone
    """Customer's phone."""
    template: Flag
    """Whether a template was used."""
    destiny: Text
    """Destination."""


@record
class ChatTransfer(Record):
    """One transfer of a chat."""

    conn_id: Id
    """Id of the call or conversation."""
    transfer_agent_id: Id
    """Id of the agent who transferred it."""
    transfer_agent_name: Text
    """Name of the agent who transferred it."""
    transfer_agent_dni: Id
    """Identity document of the agent who transferred it."""
    receiver_agent_id: Id
    """Id of the agent, skill or routing point that received it."""
    receiver_agent_name: Text
    """Name of the agent who received it."""
    receiver_agent_dni: Id
    """Identity document of the agent who received it."""
    channel: Text
    """Channel of the contact: facebook, instagram, web, whatsapp."""
    date: Moment
    """Date and time of the event."""


@record
class AgentMail(Record):
    """One mail sent by an agent."""

    conn_id: Id
    """Id of the call or conversation."""
    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    channel: Text
    """Channel of the contact: email."""
    from_: Text = named("from")
    """Sender."""
    to: Text
    """Receiver."""
    subject: Text
    """Subject of the mail."""
    body: Text
    """Text of the mail."""
    date: Moment
    """Date and time of the event."""
    cod_act: Text
    """Activity code."""
    description_cod_act: Text
    """What the activity code stands for."""


@record
class ChannelChats(Record):
    """The closed chats of one channel."""

    channel: Text = named("chanel", "channel")
    """Channel of the contact: facebook, instagram, web, whatsapp."""
    interaction: Int
    """Number of chats."""


@record
class ClickToWhatsAppChat(Record):
    """One chat that began with a click on an ad or a post."""

    source_url: Text
    """Address of the ad or post."""
    source_type: Text
    """Where the customer clicked: ad or post."""
    source_id: Id
    """Id of the ad or post."""
    chat_id: Id
    """Chat's id."""
    rp_id: Id
    """Routing point's id."""
    agent_id: Id
    """Agent's id, the extension."""
    media_type: Text
    """Kind of medium: image or video."""
    media_url: Text
    """Address of the image or video."""
    date: Moment
    """Date and time of the event."""
    cod_act: Text
    """Activity code."""


@record
class ClickToWhatsAppTotals(Record):
    """The chats of the operation that began with a click on an ad or a post."""

    ad_chatbot: Int
    """Chats that began at an advertisement and that a chatbot served."""
    ad_agents: Int
    """Chats that began at an advertisement and that an agent served."""
    post_chatbot: Int
    """Chats that began at a post and that a chatbot served."""
    post_agents: Int
    """Chats that began at a post and that an agent served."""
    total_chatbot: Int
    """Chats that a chatbot served."""
    total_agents: Int
    """Chats that an agent served."""


@record
class AgentChatProductivity(Record):
    """The chats of one agent and how long they were."""

    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    total_chats: Int
    """Number of chats."""
    time: Duration
    """Time from opening to closing, all chats together."""
    tmo: Duration
    """Mean length of a chat, time / total_chats; from opening to closing, so about 23 hours is common."""
    percent_transfer: Percent
    """Share of chats that were transferred, in percent."""


CHAT_1 = Endpoint(
    name="reports.chat_1",
    script="reports_manager.php",
    title="Chat 1: chats with agents, one row each",
    spanish="Chats: detalle",
    summary="With customer, agent, codes, durations and who wrote last.",
    record=Chat,
    rows=Events(key=("conn_id", "agent_id", "date"), time="date"),
    source="https://www.wolkvox.com/es-apis-v2/1-chats/",
)

CHAT_2 = Endpoint(
    name="reports.chat_2",
    script="reports_manager.php",
    title="Chat 2: conversations, one row per chat with its messages",
    spanish="Conversaciones (mensajes de los chats)",
    summary="With who wrote what to whom, and when.",
    record=ChatConversation,
    rows=Events(key=("conn_id", "conversation")),
    counts=False,
    source="https://wolkvox.helpjuice.com/en_US/que-es-el-reporte-2-conversaciones-de-interacciones-y-chats-en-wolkvox-manager",
)

CHAT_3 = Endpoint(
    name="reports.chat_3",
    script="reports_manager.php",
    title="Chat 3: closed interactions, one row per channel",
    spanish="Interacciones cerradas por canal",
    summary="With their number and handling time.",
    record=ChannelClosedInteractions,
    rows=Totals(by=("channel",), merge="sum", additive=("interactions", "closing_time")),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CHAT_4 = Endpoint(
    name="reports.chat_4",
    script="reports_manager.php",
    title="Chat 4: interactions (mail and social networks), one row each",
    spanish="Detalle de interacciones (correo y redes sociales)",
    summary="With the text, the answer, codes and attachments.",
    record=Interaction,
    parameters=(
        Parameter(
            "attach_array", "enum", values=("yes", "no"), notes="whether attachments come as an array; no: as an object"
        ),
        Parameter("include_attachments", "enum", values=("true", "false"), notes="whether attachments are returned"),
    ),
    rows=Events(key=("case_id", "date_creation"), time="date_creation"),
    reread=timedelta(days=3),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CHAT_5 = Endpoint(
    name="reports.chat_5",
    script="reports_manager.php",
    title="Chat 5: closed interactions, one row per agent",
    spanish="Interacciones cerradas por agente",
    summary="With their number and handling time.",
    record=AgentClosedInteractions,
    rows=Totals(by=("agent_name",), merge="sum", additive=("interactions", "close_time")),
    source="https://www.wolkvox.com/en/apis-v2-2/5-closed-interactions-by-agent/",
)

CHAT_6 = Endpoint(
    name="reports.chat_6",
    script="reports_manager.php",
    title="Chat 6: closed interactions, one row per day",
    spanish="Interacciones cerradas por día",
    summary="With their number and handling time.",
    record=ClosedInteractionDay,
    rows=Buckets(span=timedelta(days=1), time="date"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CHAT_7 = Endpoint(
    name="reports.chat_7",
    script="reports_manager.php",
    title="Chat 7: closed interactions, one row per agent and activity code",
    spanish="Interacciones cerradas por agente y código",
    summary="With their number.",
    record=AgentClosedInteractionCode,
    rows=Totals(by=("agent_name", "cod_act"), merge="sum", additive=("interactions",)),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CHAT_8 = Endpoint(
    name="reports.chat_8",
    script="reports_manager.php",
    title="Chat 8: chats with a bot and their way to an agent, one row each",
    spanish="Chats transferidos a agente (chatbot)",
    summary="With the time with the bot and, if it came so far, with the agent.",
    record=BotChat,
    rows=Events(key=("session_id", "start_date"), time="start_date"),
    source="https://wolkvox.com/apis-v2/8-chats-transferred-to-agent-en",
)

CHAT_9 = Endpoint(
    name="reports.chat_9",
    script="reports_manager.php",
    title="Chat 9: transferred mail interactions, one row each",
    spanish="Transferencias de interacciones (correo)",
    summary="With the agent it came from and the agent or skill it went to.",
    record=InteractionTransfer,
    rows=Events(key=("conn_id", "transfer_agent_id", "receiver_agent_id", "date"), time="date"),
    source="https://www.wolkvox.com/apis-v2/9-interaction-transfers-en/",
)

CHAT_10 = Endpoint(
    name="reports.chat_10",
    script="reports_manager.php",
    title="Chat 10: billable conversations of the official WhatsApp line, one row each",
    spanish="Facturación de WhatsApp oficial",
    summary="The conversations that are billed, without their price.",
    record=BillableConversation,
    rows=Events(key=("conn_id", "session_id", "date"), time="date"),
    source="https://www.wolkvox.com/apis-v2/10-official-whatsapp-billing-en/",
)

CHAT_11 = Endpoint(
    name="reports.chat_11",
    script="reports_manager.php",
    title="Chat 11: transferred chats, one row each",
    spanish="Transferencia de chats",
    summary="With the agent it came from and the agent, skill or routing point it went to.",
    record=ChatTransfer,
    rows=Events(key=("conn_id", "transfer_agent_id", "receiver_agent_id", "date"), time="date"),
    source="https://www.wolkvox.com/en/apis-v2-2/11-transfer-of-chats-en/",
)

CHAT_12 = Endpoint(
    name="reports.chat_12",
    script="reports_manager.php",
    title="Chat 12: mails sent by agents, one row each",
    spanish="Interacciones (correos) enviadas por agente",
    summary="With receiver, subject, text and activity code.",
    record=AgentMail,
    rows=Events(key=("conn_id", "agent_id", "date"), time="date"),
    source="https://wolkvox.com/?p=30541",
)

CHAT_13 = Endpoint(
    name="reports.chat_13",
    script="reports_manager.php",
    title="Chat 13: closed chats, one row per channel",
    spanish="Chats cerrados por canal",
    summary="With their number.",
    record=ChannelChats,
    rows=Totals(by=("channel",), merge="sum", additive=("interaction",)),
    source="https://www.wolkvox.com/en/13-closed-chats-by-channel/",
)

CHAT_14 = Endpoint(
    name="reports.chat_14",
    script="reports_manager.php",
    title="Chat 14: chats that began with a click to WhatsApp, one row each",
    spanish="Detalle de clic a WhatsApp (anuncios, publicaciones)",
    summary="With the ad or post, and the agent and activity code.",
    record=ClickToWhatsAppChat,
    rows=Events(key=("chat_id", "date"), time="date"),
    source="https://www.wolkvox.com/en/14-whatsapp-click-detail",
)

CHAT_15 = Endpoint(
    name="reports.chat_15",
    script="reports_manager.php",
    title="Chat 15: chats that began with a click to WhatsApp, one row for all",
    spanish="Consolidado de clic a WhatsApp (anuncios, publicaciones)",
    summary="Chats from ads and posts, by bot and by agents, over the whole operation.",
    record=ClickToWhatsAppTotals,
    rows=Totals(
        by=(),
        merge="sum",
        additive=("ad_chatbot", "ad_agents", "post_chatbot", "post_agents", "total_chatbot", "total_agents"),
    ),
    source="https://www.wolkvox.com/en/15-whatsapp-click-summary",
)

CHAT_16 = Endpoint(
    name="reports.chat_16",
    script="reports_manager.php",
    title="Chat 16: productivity in chats, one row per agent",
    spanish="Productividad de agentes en chats (TMO)",
    summary="With chats, time, mean time and share of transfers.",
    record=AgentChatProductivity,
    rows=Totals(by=("agent_id",), merge="none", why="the share of transfers cannot be added up"),
    source="https://www.wolkvox.com/en/16-agent-productivity",
)


class Chats(Group):
    """reports_manager.php, section Interactions and chats.

    Chats, mails and social networks: every one, their messages, transfers and totals.
    """

    def chat_1(self, *, start: date | datetime, end: date | datetime) -> Report[Chat]:
        """Chat 1: chats with agents, one row each.

        With customer, agent, codes, durations and who wrote last. Rows are events, dated by date.

        The window takes chats by the time they were closed, as far as is known: date may lie before it. comments and
        comment both come. A chat left uncoded is closed after about 23 hours, with cod_act TIMEOUTCHAT.

        In Spanish: Chats: detalle.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[Chat]: Await it for a list, or read it row by row with `async for`. A row is one chat handled by
            people: customer, agent, codes, durations.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/es-apis-v2/1-chats/
            (the vendor's page 1)
        """
        return self._report(CHAT_1, start, end)

    def chat_2(self, *, start: date | datetime, end: date | datetime) -> Report[ChatConversation]:
        """Chat 2: conversations, one row per chat with its messages.

        With who wrote what to whom, and when.

        A chat that lasts across the edge of two windows may come with both, whole or in parts. A message can be as long
        as a file.

        In Spanish: Conversaciones (mensajes de los chats).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[ChatConversation]: Await it for a list, or read it row by row with `async for`. A row is one chat
            with its messages.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.helpjuice.com/en_US/que-es-el-reporte-2-conversaciones-de-interacciones-y-chats-en-wolkvox-manager
        """
        return self._report(CHAT_2, start, end)

    def chat_3(self, *, start: date | datetime, end: date | datetime) -> Report[ChannelClosedInteractions]:
        """Chat 3: closed interactions, one row per channel.

        With their number and handling time. Totals per channel: over several windows interactions and closing_time are
        added up.

        It is closing_time here, close_time in chat_5 and chat_6.

        In Spanish: Interacciones cerradas por canal.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[ChannelClosedInteractions]: Await it for a list, or read it row by row with `async for`. A row is the
            closed interactions of one channel.

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
        return self._report(CHAT_3, start, end)

    def chat_4(
        self,
        *,
        start: date | datetime,
        end: date | datetime,
        attach_array: Literal["yes", "no"] | None = None,
        include_attachments: Literal["true", "false"] | None = None,
    ) -> Report[Interaction]:
        """Chat 4: interactions (mail and social networks), one row each.

        With the text, the answer, codes and attachments. Rows are events, dated by date_creation.

        Rows may change for 3 days after their window has ended.

        Whether the window takes an interaction by date_creation or close_date is not documented, and open ones still
        change. The id is case_id here, conn_id elsewhere.

        In Spanish: Detalle de interacciones (correo y redes sociales).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.
            attach_array: Whether attachments come as an array; no: as an object; yes.
            include_attachments: Whether attachments are returned; true or false.

        Returns:
            Report[Interaction]: Await it for a list, or read it row by row with `async for`. A row is one interaction
            by mail or social network.

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
        return self._report(CHAT_4, start, end, attach_array=attach_array, include_attachments=include_attachments)

    def chat_5(self, *, start: date | datetime, end: date | datetime) -> Report[AgentClosedInteractions]:
        """Chat 5: closed interactions, one row per agent.

        With their number and handling time. Totals per agent_name: over several windows interactions and close_time are
        added up.

        Rows have no agent_id: two agents of the same name are one row.

        In Spanish: Interacciones cerradas por agente.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentClosedInteractions]: Await it for a list, or read it row by row with `async for`. A row is the
            closed interactions of one agent.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/5-closed-interactions-by-agent/
            (the vendor's page 5)
        """
        return self._report(CHAT_5, start, end)

    def chat_6(self, *, start: date | datetime, end: date | datetime) -> Report[ClosedInteractionDay]:
        """Chat 6: closed interactions, one row per day.

        With their number and handling time. One row per date; windows are cut at full days.

        In Spanish: Interacciones cerradas por día.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[ClosedInteractionDay]: Await it for a list, or read it row by row with `async for`. A row is the
            closed interactions of one day.

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
        return self._report(CHAT_6, start, end)

    def chat_7(self, *, start: date | datetime, end: date | datetime) -> Report[AgentClosedInteractionCode]:
        """Chat 7: closed interactions, one row per agent and activity code.

        With their number. Totals per agent_name and cod_act: over several windows interactions are added up.

        Rows have no agent_id: two agents of the same name are one row. A server may not have it, and answers 404 even
        where there is data.

        In Spanish: Interacciones cerradas por agente y código.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentClosedInteractionCode]: Await it for a list, or read it row by row with `async for`. A row is
            the closed interactions of one agent with one activity code.

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
        return self._report(CHAT_7, start, end)

    def chat_8(self, *, start: date | datetime, end: date | datetime) -> Report[BotChat]:
        """Chat 8: chats with a bot and their way to an agent, one row each.

        With the time with the bot and, if it came so far, with the agent. Rows are events, dated by start_date.

        Whether the window takes a chat by start_date or end_date is not documented. A bot is chat_bot here, chat-bot in
        chat_1.

        In Spanish: Chats transferidos a agente (chatbot).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[BotChat]: Await it for a list, or read it row by row with `async for`. A row is one chat with a bot,
            and with the agent it was passed to if it was.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/apis-v2/8-chats-transferred-to-agent-en
            (the vendor's page 8)
        """
        return self._report(CHAT_8, start, end)

    def chat_9(self, *, start: date | datetime, end: date | datetime) -> Report[InteractionTransfer]:
        """Chat 9: transferred mail interactions, one row each.

        With the agent it came from and the agent or skill it went to. Rows are events, dated by date.

        In Spanish: Transferencias de interacciones (correo).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[InteractionTransfer]: Await it for a list, or read it row by row with `async for`. A row is one
            transfer of a mail interaction.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/apis-v2/9-interaction-transfers-en/
            (the vendor's page 9)
        """
        return self._report(CHAT_9, start, end)

    def chat_10(self, *, start: date | datetime, end: date | datetime) -> Report[BillableConversation]:
        """Chat 10: billable conversations of the official WhatsApp line, one row each.

        The conversations that are billed, without their price. Rows are events, dated by date.

        In Spanish: Facturación de WhatsApp oficial.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[BillableConversation]: Await it for a list, or read it row by row with `async for`. A row is one
            billable conversation of the official WhatsApp line.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/apis-v2/10-official-whatsapp-billing-en/
            (the vendor's page 10)
        """
        return self._report(CHAT_10, start, end)

    def chat_11(self, *, start: date | datetime, end: date | datetime) -> Report[ChatTransfer]:
        """Chat 11: transferred chats, one row each.

        With the agent it came from and the agent, skill or routing point it went to. Rows are events, dated by date.

        In Spanish: Transferencia de chats.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[ChatTransfer]: Await it for a list, or read it row by row with `async for`. A row is one transfer of
            a chat.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/11-transfer-of-chats-en/
            (the vendor's page 11)
        """
        return self._report(CHAT_11, start, end)

    def chat_12(self, *, start: date | datetime, end: date | datetime) -> Report[AgentMail]:
        """Chat 12: mails sent by agents, one row each.

        With receiver, subject, text and activity code. Rows are events, dated by date.

        In Spanish: Interacciones (correos) enviadas por agente.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentMail]: Await it for a list, or read it row by row with `async for`. A row is one mail sent by an
            agent.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/?p=30541
        """
        return self._report(CHAT_12, start, end)

    def chat_13(self, *, start: date | datetime, end: date | datetime) -> Report[ChannelChats]:
        """Chat 13: closed chats, one row per channel.

        With their number. Totals per channel: over several windows interaction is added up.

        In Spanish: Chats cerrados por canal.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[ChannelChats]: Await it for a list, or read it row by row with `async for`. A row is the closed chats
            of one channel.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/13-closed-chats-by-channel/
            (the vendor's page 13)
        """
        return self._report(CHAT_13, start, end)

    def chat_14(self, *, start: date | datetime, end: date | datetime) -> Report[ClickToWhatsAppChat]:
        """Chat 14: chats that began with a click to WhatsApp, one row each.

        With the ad or post, and the agent and activity code. Rows are events, dated by date.

        In Spanish: Detalle de clic a WhatsApp (anuncios, publicaciones).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[ClickToWhatsAppChat]: Await it for a list, or read it row by row with `async for`. A row is one chat
            that began with a click on an ad or a post.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/14-whatsapp-click-detail
            (the vendor's page 14)
        """
        return self._report(CHAT_14, start, end)

    def chat_15(self, *, start: date | datetime, end: date | datetime) -> Report[ClickToWhatsAppTotals]:
        """Chat 15: chats that began with a click to WhatsApp, one row for all.

        Chats from ads and posts, by bot and by agents, over the whole operation. One row of totals: over several
        windows the counts are added up.

        In Spanish: Consolidado de clic a WhatsApp (anuncios, publicaciones).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[ClickToWhatsAppTotals]: Await it for a list, or read it row by row with `async for`. A row is the
            chats of the operation that began with a click on an ad or a post.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/15-whatsapp-click-summary
            (the vendor's page 15)
        """
        return self._report(CHAT_15, start, end)

    def chat_16(self, *, start: date | datetime, end: date | datetime) -> Report[AgentChatProductivity]:
        """Chat 16: productivity in chats, one row per agent.

        With chats, time, mean time and share of transfers. Totals per agent_id. Those of two windows cannot be merged,
        since the share of transfers cannot be added up: beyond 31 days read `.windows()`, or ConfigurationError says
        so.

        time and tmo are from opening to closing, not handling.

        In Spanish: Productividad de agentes en chats (TMO).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AgentChatProductivity]: Await it for a list, or read it row by row with `async for`. A row is the
            chats of one agent and how long they were.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/16-agent-productivity
            (the vendor's page 16)
        """
        return self._report(CHAT_16, start, end)


ENDPOINTS = table(
    [
        CHAT_1,
        CHAT_2,
        CHAT_3,
        CHAT_4,
        CHAT_5,
        CHAT_6,
        CHAT_7,
        CHAT_8,
        CHAT_9,
        CHAT_10,
        CHAT_11,
        CHAT_12,
        CHAT_13,
        CHAT_14,
        CHAT_15,
        CHAT_16,
    ]
)
