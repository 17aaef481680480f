"""whatsapp.php: WhatsApp messages, templates and chats.

This file is generated from catalogue/whatsapp.toml by `make generate`: change that.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from wolkvox_async.calls.confirmation import Confirmation
from wolkvox_async.core.endpoint import Endpoint, Parameter
from wolkvox_async.core.wire import Id, Moment, Record, Text, named, record
from wolkvox_async.endpoints.group import table
from wolkvox_async.endpoints.whatsapp_custom import (
    CONVERSATIONS_TODAY_BY_CUSTOMER,
    SEND_MESSAGE_MOBIL,
    Conversation,
    ConversationMessage,
    MessagePage,
    WhatsAppCustom,
)
from wolkvox_async.endpoints.whatsapp_custom import ENDPOINTS as CUSTOM

__all__ = [
    "CONVERSATIONS_TODAY_BY_CUSTOMER",
    "ENDPOINTS",
    "SEND_MESSAGE_MOBIL",
    "AgentChat",
    "ChatCustomer",
    "Conversation",
    "ConversationMessage",
    "DeletedTemplate",
    "MessagePage",
    "MessageTemplate",
    "SavedTemplate",
    "SyncedTemplate",
    "UploadedMedia",
    "WhatsApp",
]

_CONNECTOR_ID = Parameter("connector_id", "id", required=True, where="body", notes="connector's id")
_NAME = Parameter(
    "name",
    required=True,
    where="body",
    notes=("template's name; unique in the operation; no capitals, spaces or special characters; digits are fine"),
)
_LANGUAGE = Parameter("language", required=True, where="body", notes="Meta's language code")


@record
class UploadedMedia(Record):
    """A file that was handed to Meta; its handle goes into a template."""

    media: Text = named("0")
    """Result: media_uploaded_successfully."""
    handle: Text
    """Handle, for example.header_handle of a HEADER component."""


@record
class SavedTemplate(Record):
    """A template that was made or edited."""

    template_id: Id
    """Template's id."""
    name: Text
    """Template's name."""
    status: Text
    """Meta's decision on the template: APPROVED, PENDING, REJECTED."""


@record
class MessageTemplate(Record):
    """One template of a connector, as Meta has it."""

    id: Id
    """Template's id."""
    name: Text
    """Template's name."""
    language: Text
    """Language."""
    category: Text
    """Meta's category of the template: UTILITY, MARKETING, AUTHENTICATION."""
    sub_category: Text
    """Subcategory of the template."""
    previous_category: Text
    """Category before the last change."""
    parameter_format: Text
    """How variables are written."""
    status: Text
    """Meta's decision on the template: APPROVED, PENDING, REJECTED."""
    components: list[Any]
    """Components, objects as in the WhatsApp Business Management API."""
    plantilla: Text
    """Text of the template's body."""


@record
class SyncedTemplate(Record):
    """One template that was copied from Meta."""

    name_template: Text
    """Template's name."""
    body_template: Text
    """Text of the template."""
    idiom: Text
    """Language code."""
    category: Text
    """Meta's category of the template."""


@record
class DeletedTemplate(Record):
    """The template that was deleted."""

    name: Text
    """Template's name."""


@record
class ChatCustomer(Record):
    """The customer of a chat."""

    nombre: Text
    """Customer's name."""
    identificadores: list[Any]
    """Phones or other identifiers."""


@record
class AgentChat(Record):
    """One chat of an agent."""

    channel_id: Id
    """Connector's id."""
    chat_id: Id
    """Chat's id."""
    fecha: Moment
    """Date and time of the chat."""
    channel: Text
    """Channel of the contact."""
    agent_user: Id
    """Who serves the chat: an agent's id, or chat_bot."""
    skill: Id
    """Skill's id."""
    cliente: ChatCustomer | None
    """Customer of the chat."""


SEND_TEMPLATE_OFFICIAL = Endpoint(
    name="whatsapp.send_template_official",
    script="whatsapp.php",
    method="POST",
    title="Send a template",
    spanish="Envío de plantillas (WhatsApp oficial)",
    summary="Sends an approved template over a WhatsApp Business (Cloud API) connector.",
    record=Confirmation,
    parameters=(
        _CONNECTOR_ID,
        Parameter("telephone", "phone", required=True, where="body", notes="phone that gets the message"),
        Parameter("template_name", required=True, where="body", notes="template's name"),
        Parameter("template_vars", where="body", notes="values joined by semicolons, as in var1;var2;var3"),
        Parameter("customer_id", "id", where="body", notes="customer's id"),
        Parameter("url_attach", where="body", notes="public address of the header media"),
        Parameter(
            "url_params",
            "list",
            where="body",
            items="object",
            notes="objects {index, text} for the dynamic URL buttons",
        ),
    ),
    body="json",
    shape="confirmation",
    source="https://www.wolkvox.com/en/apis-v2-2/2-whatsapp-api-for-sending-templates/",
)

SEND_MESSAGE_OFFICIAL = Endpoint(
    name="whatsapp.send_message_official",
    script="whatsapp.php",
    method="POST",
    title="Send a free message",
    spanish="Envío de mensaje libre (WhatsApp oficial)",
    summary="Sends free text over WhatsApp Business, within an open conversation.",
    record=Confirmation,
    parameters=(
        _CONNECTOR_ID,
        Parameter("telephone", "phone", required=True, where="body", notes="phone that gets the message"),
        Parameter("message", required=True, where="body", notes="text of the message"),
    ),
    body="json",
    limits=("only within the 24 hours of a conversation that the customer has answered",),
    shape="confirmation",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

UPLOAD_MEDIA = Endpoint(
    name="whatsapp.upload_media",
    script="whatsapp.php",
    method="POST",
    title="Upload example media",
    spanish="Subir multimedia de ejemplo",
    summary="Hands a public file to Meta as the example of a template header, and returns its handle.",
    record=UploadedMedia,
    parameters=(
        _CONNECTOR_ID,
        Parameter(
            "file_url", required=True, where="body", notes="public address of the file; the file itself is not uploaded"
        ),
    ),
    body="json",
    shape="record",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CREATE_TEMPLATE = Endpoint(
    name="whatsapp.create_template",
    script="whatsapp.php",
    method="POST",
    title="Create a marketing template",
    spanish="Crear plantilla de marketing",
    summary="Makes a template of category MARKETING; Meta then approves it or not.",
    record=SavedTemplate,
    parameters=(
        _CONNECTOR_ID,
        _NAME,
        _LANGUAGE,
        Parameter(
            "category",
            "enum",
            required=True,
            values=("MARKETING",),
            where="body",
            notes="Meta's category of the template",
        ),
        Parameter(
            "components",
            "list",
            required=True,
            where="body",
            items="object",
            notes=(
                "Meta template components (HEADER, BODY, FOOTER, BUTTONS) as in the WhatsApp Business"
                " Management API; buttons: URL, QUICK_REPLY, PHONE_NUMBER, FLOW; HEADER takes format "
                "IMAGE, VIDEO or DOCUMENT and example.header_handle, BODY example.body_text, a list "
                "of lists"
            ),
        ),
    ),
    body="json",
    shape="record",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

LIST_TEMPLATES = Endpoint(
    name="whatsapp.list_templates",
    script="whatsapp.php",
    title="List templates",
    spanish="Listar plantillas",
    summary="The templates of a connector.",
    record=MessageTemplate,
    parameters=(_CONNECTOR_ID,),
    body="json",
    key="data.meta_templates",
    counts=False,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CREATE_AUTH_TEMPLATE = Endpoint(
    name="whatsapp.create_auth_template",
    script="whatsapp.php",
    method="POST",
    title="Create an authentication template",
    spanish="Crear plantilla de autenticación",
    summary="Makes a template of category AUTHENTICATION, for one-time codes.",
    record=SavedTemplate,
    parameters=(
        _CONNECTOR_ID,
        _NAME,
        _LANGUAGE,
        Parameter(
            "category",
            "enum",
            required=True,
            values=("AUTHENTICATION",),
            where="body",
            notes="Meta's category of the template",
        ),
        Parameter(
            "components",
            "list",
            required=True,
            where="body",
            items="object",
            notes=(
                "Meta template components (HEADER, BODY, FOOTER, BUTTONS) as in the WhatsApp Business"
                " Management API; buttons are {button_type: OTP, otp_type: COPY_CODE, text}; the text"
                " of BODY is fixed by Meta"
            ),
        ),
    ),
    body="json",
    shape="record",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CREATE_UTILITY_TEMPLATE = Endpoint(
    name="whatsapp.create_utility_template",
    script="whatsapp.php",
    method="POST",
    title="Create a utility template",
    spanish="Crear plantilla de utilidad",
    summary="Makes a template of category UTILITY; Meta then approves it or not.",
    record=SavedTemplate,
    parameters=(
        _CONNECTOR_ID,
        _NAME,
        _LANGUAGE,
        Parameter(
            "category",
            "enum",
            required=True,
            values=("UTILITY",),
            where="body",
            notes="Meta's category of the template",
        ),
        Parameter(
            "components",
            "list",
            required=True,
            where="body",
            items="object",
            notes=(
                "Meta template components (HEADER, BODY, FOOTER, BUTTONS) as in the WhatsApp Business"
                " Management API; buttons: URL, QUICK_REPLY, PHONE_NUMBER, FLOW"
            ),
        ),
    ),
    body="json",
    shape="record",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

SYNC_TEMPLATES = Endpoint(
    name="whatsapp.sync_templates",
    script="whatsapp.php",
    method="POST",
    title="Copy the templates of Meta into the Manager",
    spanish="Sincronizar plantillas",
    summary="Those of one connector.",
    record=SyncedTemplate,
    parameters=(_CONNECTOR_ID,),
    body="json",
    counts=False,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

EDIT_TEMPLATE = Endpoint(
    name="whatsapp.edit_template",
    script="whatsapp.php",
    method="PUT",
    title="Edit a template",
    spanish="Editar plantilla",
    summary="Replaces the components of a template.",
    record=SavedTemplate,
    parameters=(
        _CONNECTOR_ID,
        Parameter("name", required=True, where="body", notes="template's name"),
        Parameter(
            "components",
            "list",
            required=True,
            where="body",
            items="object",
            notes=(
                "Meta template components (HEADER, BODY, FOOTER, BUTTONS) as in the WhatsApp Business"
                " Management API; buttons: URL, QUICK_REPLY, PHONE_NUMBER, FLOW; all of them, also "
                "the unchanged ones"
            ),
        ),
    ),
    body="json",
    shape="record",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

DELETE_TEMPLATE = Endpoint(
    name="whatsapp.delete_template",
    script="whatsapp.php",
    method="DELETE",
    title="Delete a template",
    spanish="Eliminar plantilla",
    summary="By its name.",
    record=DeletedTemplate,
    parameters=(_CONNECTOR_ID, Parameter("name", required=True, where="body", notes="template's name")),
    body="json",
    shape="record",
    irreversible=True,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CODIFY_CHAT = Endpoint(
    name="whatsapp.codify_chat",
    script="whatsapp.php",
    method="POST",
    title="Code a chat",
    spanish="Codificar (tipificar) chat",
    summary="Codes a chat, and so closes it.",
    record=Confirmation,
    parameters=(
        Parameter("agent", "id", required=True, where="body", notes="agent's id"),
        Parameter("chat_id", "id", required=True, where="body", notes="chat's id"),
        Parameter("codAct", required=True, where="body", notes="activity code that chats may have"),
    ),
    body="json",
    shape="confirmation",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

AGENT_CHAT = Endpoint(
    name="whatsapp.agent_chat",
    script="whatsapp.php",
    title="Chats of an agent, one each",
    spanish="Listar chats de un agente",
    summary="The chats of an agent; filters narrow them down.",
    record=AgentChat,
    parameters=(
        Parameter("agent_id", "id", required=True, notes="agent's id, the extension"),
        Parameter("phone", "phone", notes="customer's phone"),
        Parameter("email", notes="customer's mail address"),
        Parameter("customer_name", notes="customer's name"),
        Parameter(
            "channel", "enum", values=("whatsapp", "web", "instagram", "facebook"), notes="channel of the contact"
        ),
        Parameter("channel_id", "id", notes="connector's id"),
    ),
    limits=("one page comes, of 50 or 100 chats",),
    key="data.data",
    counts=False,
    total="data.total",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)


class WhatsApp(WhatsAppCustom):
    """whatsapp.php: WhatsApp messages, templates and chats."""

    async def send_template_official(
        self,
        *,
        connector_id: str,
        telephone: str,
        template_name: str,
        template_vars: str | None = None,
        customer_id: str | None = None,
        url_attach: str | None = None,
        url_params: Sequence[Mapping[str, object]] | None = None,
    ) -> Confirmation:
        """Send a template.

        Sends an approved template over a WhatsApp Business (Cloud API) connector.

        In Spanish: Envío de plantillas (WhatsApp oficial).

        Args:
            connector_id: Connector's id.
            telephone: Phone that gets the message.
            template_name: Template's name.
            template_vars: Values joined by semicolons, as in var1;var2;var3.
            customer_id: Customer's id.
            url_attach: Public address of the header media.
            url_params: Objects {index, text} for the dynamic URL buttons.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/2-whatsapp-api-for-sending-templates/
            (the vendor's page 2)
        """
        return await self._confirm(
            SEND_TEMPLATE_OFFICIAL,
            connector_id=connector_id,
            telephone=telephone,
            template_name=template_name,
            template_vars=template_vars,
            customer_id=customer_id,
            url_attach=url_attach,
            url_params=url_params,
        )

    async def send_message_official(self, *, connector_id: str, telephone: str, message: str) -> Confirmation:
        """Send a free message.

        Sends free text over WhatsApp Business, within an open conversation.

        Limits: only within the 24 hours of a conversation that the customer has answered.

        In Spanish: Envío de mensaje libre (WhatsApp oficial).

        Args:
            connector_id: Connector's id.
            telephone: Phone that gets the message.
            message: Text of the message.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._confirm(
            SEND_MESSAGE_OFFICIAL, connector_id=connector_id, telephone=telephone, message=message
        )

    async def upload_media(self, *, connector_id: str, file_url: str) -> UploadedMedia:
        """Upload example media.

        Hands a public file to Meta as the example of a template header, and returns its handle.

        In Spanish: Subir multimedia de ejemplo.

        Args:
            connector_id: Connector's id.
            file_url: Public address of the file; the file itself is not uploaded.

        Returns:
            UploadedMedia: A file that was handed to Meta; its handle goes into a template.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._record(UPLOAD_MEDIA, connector_id=connector_id, file_url=file_url)

    async def create_template(
        self,
        *,
        connector_id: str,
        name: str,
        language: str,
        category: Literal["MARKETING"],
        components: Sequence[Mapping[str, object]],
    ) -> SavedTemplate:
        """Create a marketing template.

        Makes a template of category MARKETING; Meta then approves it or not.

        In Spanish: Crear plantilla de marketing.

        Args:
            connector_id: Connector's id.
            name: Template's name; unique in the operation; no capitals, spaces or special characters; digits are
                fine.
            language: Meta's language code.
            category: Meta's category of the template; MARKETING.
            components: Meta template components (HEADER, BODY, FOOTER, BUTTONS) as in the WhatsApp Business
                Management API; buttons: URL, QUICK_REPLY, PHONE_NUMBER, FLOW; HEADER takes format IMAGE, VIDEO or
                DOCUMENT and example.header_handle, BODY example.body_text, a list of lists.

        Returns:
            SavedTemplate: A template that was made or edited.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._record(
            CREATE_TEMPLATE,
            connector_id=connector_id,
            name=name,
            language=language,
            category=category,
            components=components,
        )

    async def list_templates(self, *, connector_id: str) -> list[MessageTemplate]:
        """List templates.

        The templates of a connector.

        A GET with a JSON body: a proxy on the way may drop it.

        In Spanish: Listar plantillas.

        Args:
            connector_id: Connector's id.

        Returns:
            list[MessageTemplate]: One template of a connector, as Meta has it. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(LIST_TEMPLATES, connector_id=connector_id)

    async def create_auth_template(
        self,
        *,
        connector_id: str,
        name: str,
        language: str,
        category: Literal["AUTHENTICATION"],
        components: Sequence[Mapping[str, object]],
    ) -> SavedTemplate:
        """Create an authentication template.

        Makes a template of category AUTHENTICATION, for one-time codes.

        In Spanish: Crear plantilla de autenticación.

        Args:
            connector_id: Connector's id.
            name: Template's name; unique in the operation; no capitals, spaces or special characters; digits are
                fine.
            language: Meta's language code.
            category: Meta's category of the template; AUTHENTICATION.
            components: Meta template components (HEADER, BODY, FOOTER, BUTTONS) as in the WhatsApp Business
                Management API; buttons are {button_type: OTP, otp_type: COPY_CODE, text}; the text of BODY is fixed by
                Meta.

        Returns:
            SavedTemplate: A template that was made or edited.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._record(
            CREATE_AUTH_TEMPLATE,
            connector_id=connector_id,
            name=name,
            language=language,
            category=category,
            components=components,
        )

    async def create_utility_template(
        self,
        *,
        connector_id: str,
        name: str,
        language: str,
        category: Literal["UTILITY"],
        components: Sequence[Mapping[str, object]],
    ) -> SavedTemplate:
        """Create a utility template.

        Makes a template of category UTILITY; Meta then approves it or not.

        In Spanish: Crear plantilla de utilidad.

        Args:
            connector_id: Connector's id.
            name: Template's name; unique in the operation; no capitals, spaces or special characters; digits are
                fine.
            language: Meta's language code.
            category: Meta's category of the template; UTILITY.
            components: Meta template components (HEADER, BODY, FOOTER, BUTTONS) as in the WhatsApp Business
                Management API; buttons: URL, QUICK_REPLY, PHONE_NUMBER, FLOW.

        Returns:
            SavedTemplate: A template that was made or edited.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._record(
            CREATE_UTILITY_TEMPLATE,
            connector_id=connector_id,
            name=name,
            language=language,
            category=category,
            components=components,
        )

    async def sync_templates(self, *, connector_id: str) -> list[SyncedTemplate]:
        """Copy the templates of Meta into the Manager.

        Those of one connector.

        In Spanish: Sincronizar plantillas.

        Args:
            connector_id: Connector's id.

        Returns:
            list[SyncedTemplate]: One template that was copied from Meta. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(SYNC_TEMPLATES, connector_id=connector_id)

    async def edit_template(
        self, *, connector_id: str, name: str, components: Sequence[Mapping[str, object]]
    ) -> SavedTemplate:
        """Edit a template.

        Replaces the components of a template.

        The template waits for approval again: its status goes back to PENDING.

        In Spanish: Editar plantilla.

        Args:
            connector_id: Connector's id.
            name: Template's name.
            components: Meta template components (HEADER, BODY, FOOTER, BUTTONS) as in the WhatsApp Business
                Management API; buttons: URL, QUICK_REPLY, PHONE_NUMBER, FLOW; all of them, also the unchanged ones.

        Returns:
            SavedTemplate: A template that was made or edited.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._record(EDIT_TEMPLATE, connector_id=connector_id, name=name, components=components)

    async def delete_template(self, *, connector_id: str, name: str) -> DeletedTemplate:
        """Delete a template.

        By its name. It cannot be undone.

        In Spanish: Eliminar plantilla.

        Args:
            connector_id: Connector's id.
            name: Template's name.

        Returns:
            DeletedTemplate: The template that was deleted.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._record(DELETE_TEMPLATE, connector_id=connector_id, name=name)

    async def codify_chat(self, *, agent: str, chat_id: str, codAct: str) -> Confirmation:
        """Code a chat.

        Codes a chat, and so closes it.

        A code that is not for chats is refused with 422. The names are agent and codAct here, agent_id and cod_act
        elsewhere.

        In Spanish: Codificar (tipificar) chat.

        Args:
            agent: Agent's id.
            chat_id: Chat's id.
            codAct: Activity code that chats may have.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._confirm(CODIFY_CHAT, agent=agent, chat_id=chat_id, codAct=codAct)

    async def agent_chat(
        self,
        *,
        agent_id: str,
        phone: str | None = None,
        email: str | None = None,
        customer_name: str | None = None,
        channel: Literal["whatsapp", "web", "instagram", "facebook"] | None = None,
        channel_id: str | None = None,
    ) -> list[AgentChat]:
        """Chats of an agent, one each.

        The chats of an agent; filters narrow them down.

        Limits: one page comes, of 50 or 100 chats.

        No parameter asks for the next page: narrow the filters where more exist.

        In Spanish: Listar chats de un agente.

        Args:
            agent_id: Agent's id, the extension.
            phone: Customer's phone.
            email: Customer's mail address.
            customer_name: Customer's name.
            channel: Channel of the contact; whatsapp, web, instagram or facebook.
            channel_id: Connector's id.

        Returns:
            list[AgentChat]: One chat of an agent. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: There are more rows than came; `.rows` has those.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(
            AGENT_CHAT,
            agent_id=agent_id,
            phone=phone,
            email=email,
            customer_name=customer_name,
            channel=channel,
            channel_id=channel_id,
        )


ENDPOINTS = CUSTOM | table(
    [
        SEND_TEMPLATE_OFFICIAL,
        SEND_MESSAGE_OFFICIAL,
        UPLOAD_MEDIA,
        CREATE_TEMPLATE,
        LIST_TEMPLATES,
        CREATE_AUTH_TEMPLATE,
        CREATE_UTILITY_TEMPLATE,
        SYNC_TEMPLATES,
        EDIT_TEMPLATE,
        DELETE_TEMPLATE,
        CODIFY_CHAT,
        AGENT_CHAT,
    ]
)
