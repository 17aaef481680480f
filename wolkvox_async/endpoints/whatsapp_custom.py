"""whatsapp.php, what a table cannot say: messages sent in due time, and conversations of many pages."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from wolkvox_async import limits
from wolkvox_async.calls.confirmation import Confirmation
from wolkvox_async.calls.rate_limits import RateLimit, Sender
from wolkvox_async.calls.response import response_of
from wolkvox_async.core.endpoint import Endpoint, Parameter
from wolkvox_async.core.reply import shortfall
from wolkvox_async.core.wire import Id, Int, Moment, Record, Text, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.errors import ServerFault
from wolkvox_async.reports.paging import Paged

__all__ = [
    "CONVERSATIONS_TODAY_BY_CUSTOMER",
    "ENDPOINTS",
    "SEND_MESSAGE_MOBIL",
    "Conversation",
    "ConversationMessage",
    "MessagePage",
    "WhatsAppCustom",
]

MOBILE = RateLimit(what="mobile messages", seconds=limits.MOBILE_SECONDS, a_day=limits.MOBILE_A_DAY)


@record
class ConversationMessage(Record):
    """One message of a chat."""

    fecha_hora: Moment
    """Date and time of the message."""
    quien_hablo: Text
    """Who spoke: cliente, agente."""
    mensaje: Text
    """Text of the message."""


@record
class MessagePage(Record):
    """Which messages of a chat a page holds, and how many there are."""

    pagina: Int
    """Number of the page."""
    mensajes_por_pagina: Int
    """Messages on a page."""
    total_registros: Int
    """Records in all."""
    total_mensajes: Int
    """Messages in all."""
    total_paginas: Int
    """Pages in all."""
    registro_desde: Int
    """Number of the first message of the page."""
    registro_hasta: Int
    """Number of the last message of the page."""


@record
class Conversation(Record):
    """One chat, with its messages."""

    chat_id: Id
    """Chat's id."""
    fecha_hora_inicio: Moment
    """Date and time of the start."""
    canal: Text
    """Channel of the conversation."""
    estado_chat: Text
    """State of the chat, a code as in 010."""
    agent_id: Id
    """Agent's id, the extension."""
    conversacion: list[ConversationMessage]
    """Messages of the conversation."""
    paginacion_mensajes: MessagePage | None
    """Where the last page that was read stands."""


SEND_MESSAGE_MOBIL = Endpoint(
    name="whatsapp.send_message_mobil",
    script="whatsapp.php",
    method="POST",
    title="Send a message by mobile WhatsApp",
    spanish="Envío de mensajes e imágenes vía WhatsApp móvil",
    summary="Sends a text, with an image if wanted, over a mobile (not Business) WhatsApp connector.",
    record=Confirmation,
    parameters=(
        Parameter("connector_id", "id", required=True, where="body"),
        Parameter("telephone", "phone", required=True, where="body"),
        Parameter("message", required=True, where="body"),
        Parameter("url_attach", where="body", notes="public address of the image"),
    ),
    body="json",
    limits=("one message every 20 seconds", "6,000 messages a day recommended"),
    shape="confirmation",
    source="https://www.wolkvox.com/apis-v2/1-sending-messages-and-images-via-whatsapp-mobile-en/",
)

CONVERSATIONS_TODAY_BY_CUSTOMER = Endpoint(
    name="whatsapp.conversations_today_by_customer",
    script="whatsapp.php",
    method="POST",
    title="Conversation of a chat, with its messages",
    spanish="Conversaciones del día por cliente",
    summary="The messages of one chat of today, page by page.",
    record=Conversation,
    parameters=(
        Parameter("chat_id", "id", required=True, where="body"),
        Parameter("pagina_mensajes", "int", where="body", least=1, bare=True, notes="page of the messages, from 1"),
    ),
    body="json",
    limits=("10 messages a page",),
    counts=False,
    reads=True,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)


class WhatsAppCustom(Group):
    """Messages and conversations of whatsapp.php."""

    async def send_message_mobil(
        self, *, connector_id: str, telephone: str, message: str, url_attach: str | None = None
    ) -> Confirmation:
        """Send a message by mobile WhatsApp, in due time: one per 20 s and connector, and 6,000 a day at most.

        It waits for its turn (the event Waiting with why="pace"), which all clients of this program share; messages of
        other programs are not counted.

        Args:
            connector_id: Connector's id.
            telephone: Phone that gets the message.
            message: Text of the message.
            url_attach: Public address of an image.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WaitTooLong: The turn would come later than `max_wait` (`.seconds`, `.until`); nothing was sent.
            QuotaSpent: The day's messages are sent (`.resets_at`); nothing was sent.
            OutcomeUnknown: No answer says whether the message was sent; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/apis-v2/1-sending-messages-and-images-via-whatsapp-mobile-en/
        """
        caller = self._caller
        given = {
            "connector_id": connector_id,
            "telephone": telephone,
            "message": message,
            "url_attach": url_attach,
        }
        call = self._call(SEND_MESSAGE_MOBIL, given)
        sender = Sender(
            operation=caller.operation,
            endpoint=call.endpoint,
            max_wait=caller.max_wait,
            clock=caller.engine.clock,
            tell=caller.tell,
        )
        caller.enter(call.endpoint)
        queue = caller.engine.rate_limits.of(MOBILE, caller.operation, str(connector_id).strip())
        async with (
            queue.turn(sender) as left,
            response_of(caller.having(max_wait=left), SEND_MESSAGE_MOBIL, call) as response,
        ):
            return await response.confirmation()

    async def conversations_today_by_customer(
        self, *, chat_id: str, pagina_mensajes: int | None = None
    ) -> list[Conversation]:
        """Conversation of a chat of today: one record with all its messages, whatever the number of pages.

        Each page of messages is a call. A message that comes in while the pages are read may or may not be among them.

        Args:
            chat_id: Chat's id.
            pagina_mensajes: Number of a page, from 1, to ask for that page alone.

        Returns:
            list[Conversation]: The conversation. Empty where there is none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            ServerFault: Fewer messages came than there were when the reading began.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        endpoint = CONVERSATIONS_TODAY_BY_CUSTOMER
        if pagina_mensajes is not None:
            return await self._records(endpoint, chat_id=chat_id, pagina_mensajes=pagina_mensajes)
        paged = Paged(
            self._caller,
            endpoint,
            {"chat_id": chat_id, "pagina_mensajes": 1},
            parameter="pagina_mensajes",
            following=_NextPage(),
        )
        whole = joined([page async for page in paged.pages()])
        for conversation, promised in whole:
            if what := shortfall(promised, len(conversation.conversacion), "messages"):
                raise ServerFault(what, advice="ask again").at(
                    operation=self._caller.operation.name, endpoint=endpoint.name
                )
        return [conversation for conversation, _ in whole]


class _NextPage:
    """Says which page of messages comes next, by what the pages say of themselves.

    That is until the last of total_paginas; where that is missing, until total_mensajes have come; where that is
    missing too, until a page is not full. A page may hold several chats: the longest decides.
    """

    def __init__(self) -> None:
        self._number = 1
        self._messages: Counter[str | None] = Counter()
        self._before: list[Conversation] | None = None

    def __call__(self, page: list[Conversation], _document: Any) -> int | None:
        if page and page == self._before:
            raise ServerFault(f"it is the page before once more, though {self._number} was asked for")
        self._before = page
        for chat in page:
            self._messages[chat.chat_id] += len(chat.conversacion)
        if not any(self._goes_on(chat) for chat in page):
            return None
        self._number += 1
        return self._number

    def _goes_on(self, chat: Conversation) -> bool:
        place = chat.paginacion_mensajes
        if place is None or (not chat.conversacion and place.total_paginas is None):
            return False
        if place.total_paginas is not None:
            return self._number < place.total_paginas
        if place.total_mensajes is not None:
            return self._messages[chat.chat_id] < place.total_mensajes
        return len(chat.conversacion) >= (place.mensajes_por_pagina or 1)


def joined(pages: Iterable[Iterable[Conversation]]) -> list[tuple[Conversation, int | None]]:
    """Make one record of the pages of each chat; with it, how many messages there were when the reading began.

    Where messages came in meanwhile, and the newest stand first, the last ones of a page come again on the next:
    as many as the total has grown by. They are left out.
    """
    whole: dict[str | None, tuple[Conversation, int | None]] = {}
    for page in pages:
        for part in page:
            if part.chat_id not in whole:
                whole[part.chat_id] = part, _total(part)
                continue
            known, _ = whole[part.chat_id]
            grown = max(0, (_total(part) or 0) - (_total(known) or 0))
            again = grown if grown and known.conversacion[-grown:] == part.conversacion[:grown] else 0
            known.conversacion += part.conversacion[again:]
            known.paginacion_mensajes = part.paginacion_mensajes
    return list(whole.values())


def _total(conversation: Conversation) -> int | None:
    place = conversation.paginacion_mensajes
    return None if place is None else place.total_mensajes


ENDPOINTS = table([SEND_MESSAGE_MOBIL, CONVERSATIONS_TODAY_BY_CUSTOMER])
