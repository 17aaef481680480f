"""reports_manager.php, section Interactions and chats: chats, mails and social networks: every one, their messages,
transfers and totals.

This file is generated from catalogue/reports/chats.toml by `make generate`: change the sheet.
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
    channel: Text  # facebook, instagram, web, whatsapp
    date: Moment
    customer_name: Text
    customer_email: Text
    customer_phone: Phone
    customer_chars: Int  # characters typed
    agent_id: Id
    agent_name: Text
    agent_chars: Int  # characters typed
    time_on_agent: Duration
    chat_duration: Duration  # from opening to closing, not handling
    cod_act: Text  # TIMEOUTCHAT when it was left uncoded and timed out
    description_cod_act: Text
    comments: Text  # comments and comment both come
    customer_id: Id
    skill_id: Id
    asa: Duration = named("ASA")  # time to the first answer of the agent
    last_participant_who_spoke: Text  # agent, chat-bot, customer
    extra_field: Text
    comment: Text  # comments and comment both come
    user_id: Id
    feeling: Text  # very negative, negative, neutral, positive, very positive
    agent_answers: Int = named("agent_answers", "agent_anwers ", "agent_anwers")  # how often the agent wrote
    agent_dni: Id  # not documented
    date_close: Moment
    agent_average_response_time: Duration
    transfer: Text


@record
class ChatMessage(Record):
    """One message of a chat."""

    channel: Text  # facebook, instagram, web, whatsapp
    from_: Text = named("from")  # AGENT, CUSTOMER
    from_name: Text  # sender name
    to_name: Text  # "chat bot" when a client wrote to a bot
    date: Moment
    message: Text  # text, or the URL of an attachment
    customer_id: Id
    customer_phone: Phone


@record
class ChatConversation(Record):
    """One chat with its messages."""

    conn_id: Id
    agent_name: Text
    customer_name: Text
    conversation: list[ChatMessage]


@record
class ChannelClosedInteractions(Record):
    """The closed interactions of one channel."""

    channel: Text  # Email, facebook_page, instagram, twitter
    interactions: Int
    closing_time: Duration


@record
class Interaction(Record):
    """One interaction by mail or social network."""

    channel: Text  # Email, facebook_page, instagram, twitter
    agent_name: Text
    skill_id: Id
    case_id: Id  # case number, other reports use conn_id
    subject: Text
    from_: Text = named("from")  # mail address, or id and name of a social profile
    to: Text  # as from
    body: Text
    answer: Text  # reply to the sender
    date_creation: Moment
    close_date: Moment
    evaluation_survey: Text
    cod_act: Text
    comments: Text
    attachments: Text  # shape depends on attach_array
    status: Text  # open, close, archived
    cod_description: Text


@record
class AgentClosedInteractions(Record):
    """The closed interactions of one agent."""

    agent_name: Text
    interactions: Int
    close_time: Duration


@record
class ClosedInteractionDay(Record):
    """The closed interactions of one day."""

    date: Day  # described as year-month-day-hour
    interactions: Int
    close_time: Duration


@record
class AgentClosedInteractionCode(Record):
    """The closed interactions of one agent with one activity code."""

    interactions: Int
    agent_name: Text
    cod_act: Text
    description_cod_act: Text


@record
class BotChat(Record):
    """One chat with a bot, and with the agent it was passed to if it was."""

    conn_id: Id
    session_id: Id  # stands for customer and connector
    times_chatted: Int  # messages sent
    start_date: Moment
    end_date: Moment
    time_on_chatbot: Duration
    rp_id: Id
    channel: Text  # facebook, instagram, telegram, web, whatsapp
    go_to_agent: Flag
    customer_phone: Phone
    customer_name: Text
    agent_id: Id
    agent_name: Text
    time_with_agent: Duration
    total_time: Duration
    customer_chars: Int  # characters typed
    agent_chars: Int
    total_chars: Int
    asa: Duration  # time to the first answer of the agent
    last_sender: Text  # agent, chat_bot, customer
    customer_id: Id
    customer_email: Text


@record
class InteractionTransfer(Record):
    """One transfer of a mail interaction."""

    conn_id: Id
    transfer_agent_id: Id
    transfer_agent_name: Text
    receiver_agent_id: Id
    receiver_agent_name: Text  # SKILL when it went to a skill
    channel: Text  # email
    date: Moment


@record
class BillableConversation(Record):
    """One billable conversation of the official WhatsApp line."""

    conn_id: Id
    session_id: Id  # <client id>.<operation>.<connector id>
    date: Moment
    customer_phone: Phone
    template: Flag  # whether a template was used
    destiny: Text


@record
class ChatTransfer(Record):
    """One transfer of a chat."""

    conn_id: Id
    transfer_agent_id: Id
    transfer_agent_name: Text
    transfer_agent_dni: Id  # identity document
    receiver_agent_id: Id  # agent, skill or routing point
    receiver_agent_name: Text
    receiver_agent_dni: Id  # identity document
    channel: Text  # facebook, instagram, web, whatsapp
    date: Moment


@record
class AgentMail(Record):
    """One mail sent by an agent."""

    conn_id: Id
    agent_id: Id
    agent_name: Text
    channel: Text  # email
    from_: Text = named("from")
    to: Text
    subject: Text
    body: Text
    date: Moment
    cod_act: Text
    description_cod_act: Text


@record
class ChannelChats(Record):
    """The closed chats of one channel."""

    channel: Text = named("chanel", "channel")  # facebook, instagram, web, whatsapp
    interaction: Int


@record
class ClickToWhatsAppChat(Record):
    """One chat that began with a click on an ad or a post."""

    source_url: Text
    source_type: Text  # ad or post
    source_id: Id
    chat_id: Id
    rp_id: Id
    agent_id: Id
    media_type: Text  # image or video
    media_url: Text
    date: Moment
    cod_act: Text


@record
class ClickToWhatsAppTotals(Record):
    """The chats of the operation that began with a click on an ad or a post."""

    ad_chatbot: Int
    ad_agents: Int
    post_chatbot: Int
    post_agents: Int
    total_chatbot: Int
    total_agents: Int


@record
class AgentChatProductivity(Record):
    """The chats of one agent and how long they were."""

    agent_id: Id
    agent_name: Text
    total_chats: Int
    time: Duration  # from opening to closing, all chats together
    tmo: Duration  # time / total_chats: from opening to closing, so about 23 hours is common
    percent_transfer: Percent


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
        Parameter("attach_array", "enum", values=("yes", "no"), notes="yes: attachments as an array, no: as an object"),
        Parameter("include_attachments", "enum", values=("true", "false"), notes="whether attachments are returned"),
    ),
    rows=Events(key=("case_id", "date_creation"), time="date_creation"),
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
    """reports_manager.php, section Interactions and chats: chats, mails and social networks: every one, their
    messages, transfers and totals.
    """

    def chat_1(self, *, start: date | datetime, end: date | datetime) -> Report[Chat]:
        """Chat 1: chats with agents, one row each.

        With customer, agent, codes, durations and who wrote last. start is inclusive and end exclusive. Rows are
        events, dated by date.
        The window takes chats by the time they were closed, as far as is known: date may lie before it. comments and
        comment both come. A chat left uncoded is closed after about 23 hours, with cod_act TIMEOUTCHAT.
        In Spanish: Chats: detalle.
        The vendor's page 1. Source: https://www.wolkvox.com/es-apis-v2/1-chats/
        """
        return self._report(CHAT_1, start, end)

    def chat_2(self, *, start: date | datetime, end: date | datetime) -> Report[ChatConversation]:
        """Chat 2: conversations, one row per chat with its messages.

        With who wrote what to whom, and when. start is inclusive and end exclusive.
        A chat that lasts across the edge of two windows may come with both, whole or in parts. A message can be as long
        as a file.
        In Spanish: Conversaciones (mensajes de los chats).
        Source:
        https://wolkvox.helpjuice.com/en_US/que-es-el-reporte-2-conversaciones-de-interacciones-y-chats-en-wolkvox-manager
        """
        return self._report(CHAT_2, start, end)

    def chat_3(self, *, start: date | datetime, end: date | datetime) -> Report[ChannelClosedInteractions]:
        """Chat 3: closed interactions, one row per channel.

        With their number and handling time. start is inclusive and end exclusive. Totals per channel: over several
        windows interactions and closing_time are added up.
        It is closing_time here, close_time in chat_5 and chat_6.
        In Spanish: Interacciones cerradas por canal.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
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

        With the text, the answer, codes and attachments. start is inclusive and end exclusive. Rows are events, dated
        by date_creation.
        attach_array: yes: attachments as an array, no: as an object.
        include_attachments: whether attachments are returned.
        Whether the window takes an interaction by date_creation or close_date is not documented, and open ones still
        change. The id is case_id here, conn_id elsewhere.
        In Spanish: Detalle de interacciones (correo y redes sociales).
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(CHAT_4, start, end, attach_array=attach_array, include_attachments=include_attachments)

    def chat_5(self, *, start: date | datetime, end: date | datetime) -> Report[AgentClosedInteractions]:
        """Chat 5: closed interactions, one row per agent.

        With their number and handling time. start is inclusive and end exclusive. Totals per agent_name: over several
        windows interactions and close_time are added up.
        Rows have no agent_id: two agents of the same name are one row.
        In Spanish: Interacciones cerradas por agente.
        The vendor's page 5. Source: https://www.wolkvox.com/en/apis-v2-2/5-closed-interactions-by-agent/
        """
        return self._report(CHAT_5, start, end)

    def chat_6(self, *, start: date | datetime, end: date | datetime) -> Report[ClosedInteractionDay]:
        """Chat 6: closed interactions, one row per day.

        With their number and handling time. start is inclusive and end exclusive. One row per date; windows are cut at
        full days.
        In Spanish: Interacciones cerradas por día.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(CHAT_6, start, end)

    def chat_7(self, *, start: date | datetime, end: date | datetime) -> Report[AgentClosedInteractionCode]:
        """Chat 7: closed interactions, one row per agent and activity code.

        With their number. start is inclusive and end exclusive. Totals per agent_name and cod_act: over several windows
        interactions are added up.
        Rows have no agent_id: two agents of the same name are one row. A server may not have it, and answers 404 even
        where there is data.
        In Spanish: Interacciones cerradas por agente y código.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(CHAT_7, start, end)

    def chat_8(self, *, start: date | datetime, end: date | datetime) -> Report[BotChat]:
        """Chat 8: chats with a bot and their way to an agent, one row each.

        With the time with the bot and, if it came so far, with the agent. start is inclusive and end exclusive. Rows
        are events, dated by start_date.
        Whether the window takes a chat by start_date or end_date is not documented. A bot is chat_bot here, chat-bot in
        chat_1.
        In Spanish: Chats transferidos a agente (chatbot).
        The vendor's page 8. Source: https://wolkvox.com/apis-v2/8-chats-transferred-to-agent-en
        """
        return self._report(CHAT_8, start, end)

    def chat_9(self, *, start: date | datetime, end: date | datetime) -> Report[InteractionTransfer]:
        """Chat 9: transferred mail interactions, one row each.

        With the agent it came from and the agent or skill it went to. start is inclusive and end exclusive. Rows are
        events, dated by date.
        In Spanish: Transferencias de interacciones (correo).
        The vendor's page 9. Source: https://www.wolkvox.com/apis-v2/9-interaction-transfers-en/
        """
        return self._report(CHAT_9, start, end)

    def chat_10(self, *, start: date | datetime, end: date | datetime) -> Report[BillableConversation]:
        """Chat 10: billable conversations of the official WhatsApp line, one row each.

        The conversations that are billed, without their price. start is inclusive and end exclusive. Rows are events,
        dated by date.
        In Spanish: Facturación de WhatsApp oficial.
        The vendor's page 10. Source: https://www.wolkvox.com/apis-v2/10-official-whatsapp-billing-en/
        """
        return self._report(CHAT_10, start, end)

    def chat_11(self, *, start: date | datetime, end: date | datetime) -> Report[ChatTransfer]:
        """Chat 11: transferred chats, one row each.

        With the agent it came from and the agent, skill or routing point it went to. start is inclusive and end
        exclusive. Rows are events, dated by date.
        In Spanish: Transferencia de chats.
        The vendor's page 11. Source: https://www.wolkvox.com/en/apis-v2-2/11-transfer-of-chats-en/
        """
        return self._report(CHAT_11, start, end)

    def chat_12(self, *, start: date | datetime, end: date | datetime) -> Report[AgentMail]:
        """Chat 12: mails sent by agents, one row each.

        With receiver, subject, text and activity code. start is inclusive and end exclusive. Rows are events, dated by
        date.
        In Spanish: Interacciones (correos) enviadas por agente.
        Source: https://wolkvox.com/?p=30541
        """
        return self._report(CHAT_12, start, end)

    def chat_13(self, *, start: date | datetime, end: date | datetime) -> Report[ChannelChats]:
        """Chat 13: closed chats, one row per channel.

        With their number. start is inclusive and end exclusive. Totals per channel: over several windows interaction is
        added up.
        In Spanish: Chats cerrados por canal.
        The vendor's page 13. Source: https://www.wolkvox.com/en/13-closed-chats-by-channel/
        """
        return self._report(CHAT_13, start, end)

    def chat_14(self, *, start: date | datetime, end: date | datetime) -> Report[ClickToWhatsAppChat]:
        """Chat 14: chats that began with a click to WhatsApp, one row each.

        With the ad or post, and the agent and activity code. start is inclusive and end exclusive. Rows are events,
        dated by date.
        In Spanish: Detalle de clic a WhatsApp (anuncios, publicaciones).
        The vendor's page 14. Source: https://www.wolkvox.com/en/14-whatsapp-click-detail
        """
        return self._report(CHAT_14, start, end)

    def chat_15(self, *, start: date | datetime, end: date | datetime) -> Report[ClickToWhatsAppTotals]:
        """Chat 15: chats that began with a click to WhatsApp, one row for all.

        Chats from ads and posts, by bot and by agents, over the whole operation. start is inclusive and end exclusive.
        One row of totals: over several windows the counts are added up.
        In Spanish: Consolidado de clic a WhatsApp (anuncios, publicaciones).
        The vendor's page 15. Source: https://www.wolkvox.com/en/15-whatsapp-click-summary
        """
        return self._report(CHAT_15, start, end)

    def chat_16(self, *, start: date | datetime, end: date | datetime) -> Report[AgentChatProductivity]:
        """Chat 16: productivity in chats, one row per agent.

        With chats, time, mean time and share of transfers. start is inclusive and end exclusive. Totals per agent_id.
        Those of two windows cannot be merged, since the share of transfers cannot be added up: beyond 31 days read
        `.windows()`, or ConfigurationError says so.
        time and tmo are from opening to closing, not handling.
        In Spanish: Productividad de agentes en chats (TMO).
        The vendor's page 16. Source: https://www.wolkvox.com/en/16-agent-productivity
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
