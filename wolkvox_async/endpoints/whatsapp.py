"""whatsapp.php: WhatsApp messages, templates and chats.

This file is generated from catalogue/whatsapp.toml by `make generate`: change the sheet.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from wolkvox_async.calls.response import Confirmation
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
from wolkvox_async.endpoints.whatsapp_custom import ENDPOINTS as BY_HAND

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

_CONNECTOR_ID = Parameter("connector_id", "id", required=True, where="body")
_NAME = Parameter(
    "name",
    required=True,
    where="body",
    notes="unique in the operation; no capitals, spaces or special characters; digits are fine",
)
_LANGUAGE = Parameter("language", required=True, where="body", notes="Meta language code")


@record
class UploadedMedia(Record):
    """A file that was handed to Meta; its handle goes into a template."""

    media: Text = named("0")  # media_uploaded_successfully
    handle: Text  # for example.header_handle of a HEADER component


@record
class SavedTemplate(Record):
    """A template that was made or edited."""

    template_id: Id
    name: Text
    status: Text  # APPROVED, PENDING, REJECTED


@record
class MessageTemplate(Record):
    """One template of a connector, as Meta has it."""

    id: Id
    name: Text
    language: Text
    category: Text  # UTILITY, MARKETING, AUTHENTICATION
    sub_category: Text
    previous_category: Text
    parameter_format: Text
    status: Text  # APPROVED, PENDING, REJECTED
    components: list[Any]  # objects, as in the WhatsApp Business Management API
    plantilla: Text  # text of the body


@record
class SyncedTemplate(Record):
    """One template that was copied from Meta."""

    name_template: Text
    body_template: Text
    idiom: Text  # language code
    category: Text


@record
class DeletedTemplate(Record):
    """The template that was deleted."""

    name: Text


@record
class ChatCustomer(Record):
    """The customer of a chat."""

    nombre: Text
    identificadores: list[Any]  # phones or other identifiers


@record
class AgentChat(Record):
    """One chat of an agent."""

    channel_id: Id
    chat_id: Id
    fecha: Moment
    channel: Text
    agent_user: Id  # agent, or chat_bot
    skill: Id
    cliente: ChatCustomer | None


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
        Parameter("telephone", "phone", required=True, where="body"),
        Parameter("template_name", required=True, where="body"),
        Parameter("template_vars", where="body", notes="values joined by semicolons, as in var1;var2;var3"),
        Parameter("customer_id", "id", where="body"),
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
        Parameter("telephone", "phone", required=True, where="body"),
        Parameter("message", required=True, where="body"),
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
        Parameter("category", "enum", required=True, values=("MARKETING",), where="body"),
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
        Parameter("category", "enum", required=True, values=("AUTHENTICATION",), where="body"),
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
        Parameter("category", "enum", required=True, values=("UTILITY",), where="body"),
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
        Parameter("name", required=True, where="body"),
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
    parameters=(_CONNECTOR_ID, Parameter("name", required=True, where="body")),
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
        Parameter("agent", "id", required=True, where="body", notes="id of the agent"),
        Parameter("chat_id", "id", required=True, where="body"),
        Parameter("codAct", required=True, where="body", notes="an activity code that chats may have"),
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
        Parameter("agent_id", "id", required=True),
        Parameter("phone", "phone", notes="of the customer"),
        Parameter("email", notes="of the customer"),
        Parameter("customer_name"),
        Parameter("channel", "enum", values=("whatsapp", "web", "instagram", "facebook")),
        Parameter("channel_id", "id", notes="connector"),
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
        template_vars: values joined by semicolons, as in var1;var2;var3.
        url_attach: public address of the header media.
        url_params: objects {index, text} for the dynamic URL buttons.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        In Spanish: Envío de plantillas (WhatsApp oficial).
        The vendor's page 2. Source: https://www.wolkvox.com/en/apis-v2-2/2-whatsapp-api-for-sending-templates/
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
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        Limits: only within the 24 hours of a conversation that the customer has answered.
        In Spanish: Envío de mensaje libre (WhatsApp oficial).
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._confirm(
            SEND_MESSAGE_OFFICIAL, connector_id=connector_id, telephone=telephone, message=message
        )

    async def upload_media(self, *, connector_id: str, file_url: str) -> UploadedMedia:
        """Upload example media.

        Hands a public file to Meta as the example of a template header, and returns its handle.
        file_url: public address of the file; the file itself is not uploaded.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        In Spanish: Subir multimedia de ejemplo.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
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
        name: unique in the operation; no capitals, spaces or special characters; digits are fine.
        language: Meta language code.
        components: Meta template components (HEADER, BODY, FOOTER, BUTTONS) as in the WhatsApp Business Management API;
        buttons: URL, QUICK_REPLY, PHONE_NUMBER, FLOW; HEADER takes format IMAGE, VIDEO or DOCUMENT and
        example.header_handle, BODY example.body_text, a list of lists.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        In Spanish: Crear plantilla de marketing.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
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
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
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
        name: unique in the operation; no capitals, spaces or special characters; digits are fine.
        language: Meta language code.
        components: Meta template components (HEADER, BODY, FOOTER, BUTTONS) as in the WhatsApp Business Management API;
        buttons are {button_type: OTP, otp_type: COPY_CODE, text}; the text of BODY is fixed by Meta.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        In Spanish: Crear plantilla de autenticación.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
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
        name: unique in the operation; no capitals, spaces or special characters; digits are fine.
        language: Meta language code.
        components: Meta template components (HEADER, BODY, FOOTER, BUTTONS) as in the WhatsApp Business Management API;
        buttons: URL, QUICK_REPLY, PHONE_NUMBER, FLOW.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        In Spanish: Crear plantilla de utilidad.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
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
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        In Spanish: Sincronizar plantillas.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(SYNC_TEMPLATES, connector_id=connector_id)

    async def edit_template(
        self, *, connector_id: str, name: str, components: Sequence[Mapping[str, object]]
    ) -> SavedTemplate:
        """Edit a template.

        Replaces the components of a template.
        components: Meta template components (HEADER, BODY, FOOTER, BUTTONS) as in the WhatsApp Business Management API;
        buttons: URL, QUICK_REPLY, PHONE_NUMBER, FLOW; all of them, also the unchanged ones.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        The template waits for approval again: its status goes back to PENDING.
        In Spanish: Editar plantilla.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._record(EDIT_TEMPLATE, connector_id=connector_id, name=name, components=components)

    async def delete_template(self, *, connector_id: str, name: str) -> DeletedTemplate:
        """Delete a template.

        By its name. It cannot be undone.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        In Spanish: Eliminar plantilla.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._record(DELETE_TEMPLATE, connector_id=connector_id, name=name)

    async def codify_chat(self, *, agent: str, chat_id: str, codAct: str) -> Confirmation:
        """Code a chat.

        Codes a chat, and so closes it.
        agent: id of the agent.
        codAct: an activity code that chats may have.
        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        A code that is not for chats is refused with 422. The names are agent and codAct here, agent_id and cod_act
        elsewhere.
        In Spanish: Codificar (tipificar) chat.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
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
        phone, email: of the customer.
        channel_id: connector.
        Raises WindowFull, with the rows in .rows, where there are more than came.
        Limits: one page comes, of 50 or 100 chats.
        No parameter asks for the next page: narrow the filters where more exist.
        In Spanish: Listar chats de un agente.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
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


ENDPOINTS = BY_HAND | table(
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
