"""configuration.php: agents, skills, codes, lists, files and modules of the operation.

This file is generated from catalogue/configuration.toml by `make generate`: change that.
"""

from collections.abc import Sequence
from typing import Literal, get_args

from wolkvox_async.calls.confirmation import Confirmation
from wolkvox_async.core.endpoint import Endpoint, Parameter
from wolkvox_async.core.wire import Id, Record, Text, record
from wolkvox_async.endpoints.configuration_custom import ENDPOINTS as CUSTOM
from wolkvox_async.endpoints.configuration_custom import UPLOAD_AUDIO, UPLOAD_FILE, ConfigurationCustom, UploadedAudio
from wolkvox_async.endpoints.group import table

__all__ = ["ENDPOINTS", "UPLOAD_AUDIO", "UPLOAD_FILE", "Configuration", "CreatedAgent", "CreatedSkill", "UploadedAudio"]

TypeCode = Literal["cod_act1", "cod_act2"]
YesNo = Literal["yes", "no"]

_TYPE_CODE = Parameter(
    "type_code", "enum", required=True, values=get_args(TypeCode), where="body", notes="group of the code"
)
_AGENT_ID = Parameter("agent_id", "id", required=True, where="body", notes="agent's id, the extension")


@record
class CreatedAgent(Record):
    """The agent that was made, with its password in clear."""

    agent_id: Id
    """Agent's id, the extension."""
    password: Text
    """Password, in clear."""


@record
class CreatedSkill(Record):
    """The skill that was made."""

    skill_id: Id
    """Skill's id."""


ADD_DNC = Endpoint(
    name="configuration.add_dnc",
    script="configuration.php",
    method="POST",
    title="Add do-not-call numbers, by direction",
    spanish="Ingresar uno o varios DNC inbound u outbound",
    summary="Puts numbers on the inbound do-not-call list, the outbound one, or both, without an end.",
    record=Confirmation,
    parameters=(
        Parameter(
            "type_call",
            "enum",
            required=True,
            values=("inbound", "outbound", "all", "inbound/outbound"),
            where="body",
            notes="which list the numbers go to; all and inbound/outbound: both lists",
        ),
        Parameter("telephones", "list", required=True, where="body", notes="phone numbers"),
    ),
    body="json",
    shape="confirmation",
    source="https://www.wolkvox.com/en/apis-v2-2/1-enter-one-or-more-inbound-or-outbound-dncs-en/",
)

CREATE_AGENT = Endpoint(
    name="configuration.create_agent",
    script="configuration.php",
    method="POST",
    title="Create an agent",
    spanish="Crear agente",
    summary="Returns its id and password.",
    record=CreatedAgent,
    parameters=(
        Parameter("agent_dni", "id", required=True, where="body", notes="agent's identity document"),
        Parameter("agent_name", required=True, where="body", notes="agent's name"),
        Parameter("agent_sso", where="body", notes="network user of single sign-on"),
        Parameter(
            "agent_pass",
            where="body",
            notes=(
                "agent's password; at least one capital, one small letter, one digit and one of "
                "!#%&*@; empty or left out: the server makes one"
            ),
        ),
    ),
    body="json",
    shape="record",
    source="https://www.wolkvox.com/en/apis-v2-2/2-create-agent/",
)

CREATE_COD_ACT = Endpoint(
    name="configuration.create_cod_act",
    script="configuration.php",
    method="POST",
    title="Create an activity code",
    spanish="Creación de códigos de actividad",
    summary="With where it may be used (calls, chats, studio, interactions).",
    record=Confirmation,
    parameters=(
        _TYPE_CODE,
        Parameter("cod_act", required=True, where="body", notes="activity code"),
        Parameter("description_cod_act", where="body", notes="what the activity code stands for"),
        Parameter(
            "hit",
            "enum",
            values=get_args(YesNo),
            where="body",
            notes="whether it is a hit, such as a sale; no, where left out",
        ),
        Parameter(
            "rpc",
            "enum",
            values=get_args(YesNo),
            where="body",
            notes="whether it is a right party contact; no, where left out",
        ),
        Parameter("chat", "enum", values=get_args(YesNo), where="body", notes="whether chats may have the code"),
        Parameter("studio", "enum", values=get_args(YesNo), where="body", notes="whether the studio may set the code"),
        Parameter("voice", "enum", values=get_args(YesNo), where="body", notes="whether calls may have the code"),
        Parameter(
            "interactions", "enum", values=get_args(YesNo), where="body", notes="whether interactions may have the code"
        ),
    ),
    body="json",
    shape="confirmation",
    source="https://www.wolkvox.com/en/apis-v2-2/3-creation-of-activity-codes/",
)

DISABLE_AGENT = Endpoint(
    name="configuration.disable_agent",
    script="configuration.php",
    method="PUT",
    title="Disable an agent",
    spanish="Desactivar agente",
    summary="Stops an agent from logging in, until enable_agent.",
    record=Confirmation,
    parameters=(_AGENT_ID,),
    body="json",
    shape="confirmation",
    source="https://www.wolkvox.com/en/apis-v2-2/4-deactivate-agent/",
)

DISABLE_MODULE = Endpoint(
    name="configuration.disable_module",
    script="configuration.php",
    method="PUT",
    title="Disable the operation",
    spanish="Deshabilitar módulo (operación)",
    summary="Disables the whole operation of the token, for everybody, at once.",
    record=Confirmation,
    shape="confirmation",
    irreversible=True,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

ENABLE_AGENT = Endpoint(
    name="configuration.enable_agent",
    script="configuration.php",
    method="PUT",
    title="Enable an agent",
    spanish="Activar agente",
    summary="Lets a disabled agent log in again.",
    record=Confirmation,
    parameters=(_AGENT_ID,),
    body="json",
    shape="confirmation",
    source="https://www.wolkvox.com/en/apis-v2-2/6-activate-agent/",
)

ENABLE_MODULE = Endpoint(
    name="configuration.enable_module",
    script="configuration.php",
    method="PUT",
    title="Enable the operation",
    spanish="Habilitar módulo (operación)",
    summary="For everybody, after disable_module.",
    record=Confirmation,
    shape="confirmation",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

REMOVE_DNC = Endpoint(
    name="configuration.remove_dnc",
    script="configuration.php",
    method="DELETE",
    title="Remove do-not-call numbers",
    spanish="Eliminar uno o varios DNC",
    summary="Removes numbers, or all of them, from the do-not-call lists.",
    record=Confirmation,
    parameters=(
        Parameter(
            "telephones",
            "list",
            required=True,
            also=("All", "all"),
            where="body",
            notes="phone numbers; All or all: every number",
        ),
        Parameter(
            "type",
            "enum",
            values=("inbound", "outbound", "inbound/outbound", "all"),
            where="body",
            notes="which list; all and inbound/outbound: both",
        ),
    ),
    body="json",
    shape="confirmation",
    irreversible=True,
    source="https://www.wolkvox.com/en/apis-v2-2/8-eliminate-one-or-more-dnc/",
)

ADD_IP = Endpoint(
    name="configuration.add_ip",
    script="configuration.php",
    method="POST",
    title="Allow an address",
    spanish="Agregar IP",
    summary="Lets an IPv4 address through the firewall of the operation.",
    record=Confirmation,
    parameters=(
        Parameter("ip", required=True, where="body", notes="IP address; IPv4"),
        Parameter(
            "permanent",
            "enum",
            values=get_args(YesNo),
            where="body",
            notes="whether the address stays allowed; no, where left out",
        ),
        Parameter("description", where="body", notes="what the address is"),
    ),
    body="json",
    limits=("5 permanent addresses an operation",),
    shape="confirmation",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

REMOVE_IP = Endpoint(
    name="configuration.remove_ip",
    script="configuration.php",
    method="DELETE",
    title="Remove an address",
    spanish="Eliminar IP",
    summary="Takes it out of the firewall of the operation.",
    record=Confirmation,
    parameters=(Parameter("ip", required=True, where="body", notes="IP address; IPv4"),),
    body="json",
    shape="confirmation",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

ADD_INTERACTION = Endpoint(
    name="configuration.add_interaction",
    script="configuration.php",
    method="POST",
    title="Add an interaction",
    spanish="Agregar interacción",
    summary="Feeds an interaction of any channel to the flow of a routing point.",
    record=Confirmation,
    parameters=(
        Parameter("from_", required=True, where="body", wire="from", notes="sender"),
        Parameter("fromname", where="body", notes="name of the sender"),
        Parameter("to", required=True, where="body", notes="receiver"),
        Parameter("toname", where="body", notes="name of the receiver"),
        Parameter("subject", where="body", notes="subject of the mail"),
        Parameter("body", where="body", notes="text of the mail"),
        Parameter(
            "rp_id", "id", required=True, where="body", notes="id of the routing point whose interaction flow runs"
        ),
    ),
    body="json",
    shape="confirmation",
    source="https://wolkvox.com/apis-v2/11-add-interaction-en",
)

CREATE_SKILL = Endpoint(
    name="configuration.create_skill",
    script="configuration.php",
    method="POST",
    title="Create a skill",
    spanish="Crear skill",
    summary="Returns its id.",
    record=CreatedSkill,
    parameters=(
        Parameter("skill_name", where="body", notes="skill's name"),
        Parameter("description_skill", where="body", notes="skill's description"),
        Parameter("voicemail", where="body", notes="voicemail box of the skill"),
        Parameter("welcome_message", where="body", notes="name of the audio that welcomes"),
        Parameter("vto", where="body", notes="name of the audio that is played out of hours"),
    ),
    body="json",
    shape="record",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

EDIT_AGENT = Endpoint(
    name="configuration.edit_agent",
    script="configuration.php",
    method="PUT",
    title="Edit an agent",
    spanish="Editar agente",
    record=Confirmation,
    parameters=(
        Parameter("agent_id", "id", required=True, notes="agent's id, the extension"),
        Parameter("agent_dni", "id", where="body", notes="agent's identity document"),
        Parameter("agent_name", where="body", notes="agent's name"),
        Parameter("agent_sso", where="body", notes="network user of single sign-on"),
        Parameter(
            "agent_pass",
            where="body",
            notes="agent's password; as in create_agent; empty: the server makes one at random",
        ),
    ),
    body="json",
    shape="confirmation",
    source="https://www.wolkvox.com/en/apis-v2-2/13-edit-agent-en/",
)

EDIT_SKILL = Endpoint(
    name="configuration.edit_skill",
    script="configuration.php",
    method="PUT",
    title="Edit a skill",
    spanish="Editar skill",
    record=Confirmation,
    parameters=(
        Parameter("skill_id", "id", required=True, notes="skill's id; one skill; all is not taken"),
        Parameter("skill_name", where="body", notes="skill's name"),
        Parameter("description_skill", where="body", notes="skill's description"),
        Parameter("voicemail", where="body", notes="voicemail box of the skill"),
        Parameter("welcome_message", where="body", notes="name of the audio that welcomes"),
        Parameter("vto", where="body", notes="name of the audio that is played out of hours"),
    ),
    body="json",
    shape="confirmation",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

REMOVE_COD_ACT = Endpoint(
    name="configuration.remove_cod_act",
    script="configuration.php",
    method="DELETE",
    title="Remove activity codes",
    spanish="Eliminar códigos de actividad",
    summary="One or several.",
    record=Confirmation,
    parameters=(
        _TYPE_CODE,
        Parameter("cod_act", "list", required=True, where="body", notes="activity code, or several"),
    ),
    body="json",
    shape="confirmation",
    irreversible=True,
    source="https://www.wolkvox.com/en/apis-v2-2/15-remove-activity-codes-en/",
)

EDIT_COD_ACT = Endpoint(
    name="configuration.edit_cod_act",
    script="configuration.php",
    method="PUT",
    title="Edit an activity code",
    spanish="Editar código de actividad",
    summary="Its description, and where it may be used.",
    record=Confirmation,
    parameters=(
        _TYPE_CODE,
        Parameter("cod_act", required=True, where="body", notes="activity code"),
        Parameter("description_cod_act", where="body", notes="what the activity code stands for"),
        Parameter(
            "hit",
            "enum",
            values=get_args(YesNo),
            where="body",
            notes="whether it is a hit, such as a sale; no, where left out",
        ),
        Parameter(
            "rpc",
            "enum",
            values=get_args(YesNo),
            where="body",
            notes="whether it is a right party contact; no, where left out",
        ),
        Parameter("chat", "enum", values=get_args(YesNo), where="body", notes="whether chats may have the code"),
        Parameter("studio", "enum", values=get_args(YesNo), where="body", notes="whether the studio may set the code"),
        Parameter("voice", "enum", values=get_args(YesNo), where="body", notes="whether calls may have the code"),
        Parameter(
            "interactions", "enum", values=get_args(YesNo), where="body", notes="whether interactions may have the code"
        ),
    ),
    body="json",
    shape="confirmation",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

ADD_AGENTS_SKILL = Endpoint(
    name="configuration.add_agents_skill",
    script="configuration.php",
    method="POST",
    title="Add an agent to a skill",
    spanish="Agregar agentes a skill",
    summary="With a level of expertise.",
    record=Confirmation,
    parameters=(
        Parameter("skill_id", "id", required=True, where="body", notes="skill's id"),
        _AGENT_ID,
        Parameter("expertise", "int", required=True, where="body", least=1, notes="level in the skill"),
    ),
    body="json",
    shape="confirmation",
    source="https://www.wolkvox.com/en/apis-v2-2/17-add-agents-to-skill-en/",
)

REMOVE_AGENTS_SKILL = Endpoint(
    name="configuration.remove_agents_skill",
    script="configuration.php",
    method="DELETE",
    title="Remove an agent from a skill",
    spanish="Remover agentes de skill",
    record=Confirmation,
    parameters=(Parameter("skill_id", "id", required=True, where="body", notes="skill's id"), _AGENT_ID),
    body="json",
    shape="confirmation",
    source="https://www.wolkvox.com/en/apis-v2-2/18-remove-skill-agents-en/",
)

EDIT_LICENSES = Endpoint(
    name="configuration.edit_licenses",
    script="configuration.php",
    method="PUT",
    title="Change licence counts",
    spanish="Modificar licencias de contact center y PBX",
    summary="Of the contact centre, of the PBX, or of both.",
    record=Confirmation,
    parameters=(
        Parameter("call_center", "int", where="body", least=0, notes="licences of the contact centre"),
        Parameter("pbx", "int", where="body", least=0, notes="licences of the PBX"),
    ),
    one_of=("call_center", "pbx"),
    body="json",
    shape="confirmation",
    source="https://www.wolkvox.com/en/apis-v2-2/19-modify-contact-center-and-pbx-licenses/",
)

FREE_LAW2300 = Endpoint(
    name="configuration.free_law2300",
    script="configuration.php",
    method="PUT",
    title="Law 2300: release a phone",
    spanish="Liberar de la ley 2300",
    summary="Lifts the protection of law 2300 from a phone or a customer.",
    record=Confirmation,
    parameters=(
        Parameter("nit", required=True, where="body", notes="tax id"),
        Parameter(
            "item", "enum", required=True, values=("telephone",), where="body", notes="what kind of value is given"
        ),
        Parameter("value", required=True, where="body", notes="phone to free"),
        Parameter("agent_id", "id", where="body", notes="agent's id, the extension"),
    ),
    body="json",
    shape="confirmation",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

DELETE_FILE = Endpoint(
    name="configuration.delete_file",
    script="configuration.php",
    method="DELETE",
    title="Delete a document of wvx Copilot",
    spanish="Eliminar archivo de wvx Copilot",
    summary="Deletes a training document by its name.",
    record=Confirmation,
    parameters=(Parameter("filename", required=True, where="body", notes="name of the file"),),
    body="json",
    shape="confirmation",
    irreversible=True,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

BLOCK_LAW2300 = Endpoint(
    name="configuration.block_law2300",
    script="configuration.php",
    method="PUT",
    title="Law 2300: block a phone",
    spanish="Bloquear número por ley 2300",
    summary="Puts a phone on the list of those that law 2300 protects.",
    record=Confirmation,
    parameters=(
        Parameter("nit", where="body", notes="tax id"),
        Parameter("telephone", "phone", required=True, where="body", notes="customer's phone"),
        Parameter("customer_id", "id", where="body", notes="customer's id"),
    ),
    body="json",
    shape="confirmation",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

BLOCK_PREDICTIVE_DNC = Endpoint(
    name="configuration.block_predictive_dnc",
    script="configuration.php",
    method="PUT",
    title="Mark customers as do-not-call in a predictive campaign",
    spanish="Bloquear clientes (DNC) en campaña predictiva",
    summary="Marks customers of a predictive campaign as DO-NOT-CALL.",
    record=Confirmation,
    parameters=(
        Parameter("id_campaing", "id", required=True, where="body", notes="campaign's id"),
        Parameter("id_cliente", "list", required=True, where="body", notes="ids of the customers"),
    ),
    body="json",
    shape="confirmation",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

SPEECH_ON_DEMAND = Endpoint(
    name="configuration.speech_on_demand",
    script="configuration.php",
    method="PUT",
    title="Speech analytics on demand",
    spanish="Speech analytics bajo demanda",
    summary="Asks for the analysis of one call of the last 24 hours.",
    record=Confirmation,
    parameters=(
        Parameter("conn_id", "id", required=True, where="body", notes="id of the call or conversation"),
        _AGENT_ID,
    ),
    body="json",
    limits=("calls of the last 24 hours only", "the recording must be stereo"),
    shape="confirmation",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)


class Configuration(ConfigurationCustom):
    """configuration.php: agents, skills, codes, lists, files and modules of the operation."""

    async def add_dnc(
        self, *, type_call: Literal["inbound", "outbound", "all", "inbound/outbound"], telephones: Sequence[str]
    ) -> Confirmation:
        """Add do-not-call numbers, by direction.

        Puts numbers on the inbound do-not-call list, the outbound one, or both, without an end.

        campaign.add_dnc is another list: for a number of days, and for campaigns.

        In Spanish: Ingresar uno o varios DNC inbound u outbound.

        Args:
            type_call: Which list the numbers go to; all and inbound/outbound: both lists.
            telephones: Phone numbers.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/1-enter-one-or-more-inbound-or-outbound-dncs-en/
            (the vendor's page 1)
        """
        return await self._confirm(ADD_DNC, type_call=type_call, telephones=telephones)

    async def create_agent(
        self, *, agent_dni: str, agent_name: str, agent_sso: str | None = None, agent_pass: str | None = None
    ) -> CreatedAgent:
        """Create an agent.

        Returns its id and password.

        The password comes back in clear: keep the reply out of logs.

        In Spanish: Crear agente.

        Args:
            agent_dni: Agent's identity document.
            agent_name: Agent's name.
            agent_sso: Network user of single sign-on.
            agent_pass: Agent's password; at least one capital, one small letter, one digit and one of !#%&*@; empty
                or left out: the server makes one.

        Returns:
            CreatedAgent: The agent that was made, with its password in clear.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/2-create-agent/
            (the vendor's page 2)
        """
        return await self._record(
            CREATE_AGENT, agent_dni=agent_dni, agent_name=agent_name, agent_sso=agent_sso, agent_pass=agent_pass
        )

    async def create_cod_act(
        self,
        *,
        type_code: TypeCode,
        cod_act: str,
        description_cod_act: str | None = None,
        hit: YesNo | None = None,
        rpc: YesNo | None = None,
        chat: YesNo | None = None,
        studio: YesNo | None = None,
        voice: YesNo | None = None,
        interactions: YesNo | None = None,
    ) -> Confirmation:
        """Create an activity code.

        With where it may be used (calls, chats, studio, interactions).

        In Spanish: Creación de códigos de actividad.

        Args:
            type_code: Group of the code; cod_act1 or cod_act2.
            cod_act: Activity code.
            description_cod_act: What the activity code stands for.
            hit: Whether it is a hit, such as a sale; no, where left out; yes.
            rpc: Whether it is a right party contact; no, where left out; yes.
            chat: Whether chats may have the code; yes or no.
            studio: Whether the studio may set the code; yes or no.
            voice: Whether calls may have the code; yes or no.
            interactions: Whether interactions may have the code; yes or no.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/3-creation-of-activity-codes/
            (the vendor's page 3)
        """
        return await self._confirm(
            CREATE_COD_ACT,
            type_code=type_code,
            cod_act=cod_act,
            description_cod_act=description_cod_act,
            hit=hit,
            rpc=rpc,
            chat=chat,
            studio=studio,
            voice=voice,
            interactions=interactions,
        )

    async def disable_agent(self, *, agent_id: str) -> Confirmation:
        """Disable an agent.

        Stops an agent from logging in, until enable_agent.

        In Spanish: Desactivar agente.

        Args:
            agent_id: Agent's id, the extension.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/4-deactivate-agent/
            (the vendor's page 4)
        """
        return await self._confirm(DISABLE_AGENT, agent_id=agent_id)

    async def disable_module(self) -> Confirmation:
        """Disable the operation.

        Disables the whole operation of the token, for everybody, at once. It cannot be undone.

        There is no parameter: it acts on the operation of the token. Whether that token may still call enable_module
        afterwards is not known.

        In Spanish: Deshabilitar módulo (operación).

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
        return await self._confirm(DISABLE_MODULE)

    async def enable_agent(self, *, agent_id: str) -> Confirmation:
        """Enable an agent.

        Lets a disabled agent log in again.

        In Spanish: Activar agente.

        Args:
            agent_id: Agent's id, the extension.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/6-activate-agent/
            (the vendor's page 6)
        """
        return await self._confirm(ENABLE_AGENT, agent_id=agent_id)

    async def enable_module(self) -> Confirmation:
        """Enable the operation.

        For everybody, after disable_module.

        There is no parameter: it acts on the operation of the token.

        In Spanish: Habilitar módulo (operación).

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
        return await self._confirm(ENABLE_MODULE)

    async def remove_dnc(
        self,
        *,
        telephones: str | Sequence[str],
        type: Literal["inbound", "outbound", "inbound/outbound", "all"] | None = None,
    ) -> Confirmation:
        """Remove do-not-call numbers.

        Removes numbers, or all of them, from the do-not-call lists. It cannot be undone.

        The lists keep no copy: read them first with information.get_dnc.

        In Spanish: Eliminar uno o varios DNC.

        Args:
            telephones: Phone numbers; All or all: every number.
            type: Which list; all and inbound/outbound: both.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/8-eliminate-one-or-more-dnc/
            (the vendor's page 8)
        """
        return await self._confirm(REMOVE_DNC, telephones=telephones, type=type)

    async def add_ip(self, *, ip: str, permanent: YesNo | None = None, description: str | None = None) -> Confirmation:
        """Allow an address.

        Lets an IPv4 address through the firewall of the operation.

        Limits: 5 permanent addresses an operation.

        An address that is there already is a refusal (404).

        In Spanish: Agregar IP.

        Args:
            ip: IP address; IPv4.
            permanent: Whether the address stays allowed; no, where left out; yes.
            description: What the address is.

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
        return await self._confirm(ADD_IP, ip=ip, permanent=permanent, description=description)

    async def remove_ip(self, *, ip: str) -> Confirmation:
        """Remove an address.

        Takes it out of the firewall of the operation.

        Without your own address on the list the server resets your connections.

        In Spanish: Eliminar IP.

        Args:
            ip: IP address; IPv4.

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
        return await self._confirm(REMOVE_IP, ip=ip)

    async def add_interaction(
        self,
        *,
        from_: str,
        to: str,
        rp_id: str,
        fromname: str | None = None,
        toname: str | None = None,
        subject: str | None = None,
        body: str | None = None,
    ) -> Confirmation:
        """Add an interaction.

        Feeds an interaction of any channel to the flow of a routing point.

        In Spanish: Agregar interacción.

        Args:
            from_: Sender.
            to: Receiver.
            rp_id: Id of the routing point whose interaction flow runs.
            fromname: Name of the sender.
            toname: Name of the receiver.
            subject: Subject of the mail.
            body: Text of the mail.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/apis-v2/11-add-interaction-en
            (the vendor's page 11)
        """
        return await self._confirm(
            ADD_INTERACTION,
            from_=from_,
            to=to,
            rp_id=rp_id,
            fromname=fromname,
            toname=toname,
            subject=subject,
            body=body,
        )

    async def create_skill(
        self,
        *,
        skill_name: str | None = None,
        description_skill: str | None = None,
        voicemail: str | None = None,
        welcome_message: str | None = None,
        vto: str | None = None,
    ) -> CreatedSkill:
        """Create a skill.

        Returns its id.

        The description is description_skill here, and skill_description in information.skills.

        In Spanish: Crear skill.

        Args:
            skill_name: Skill's name.
            description_skill: Skill's description.
            voicemail: Voicemail box of the skill.
            welcome_message: Name of the audio that welcomes.
            vto: Name of the audio that is played out of hours.

        Returns:
            CreatedSkill: The skill that was made.

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
            CREATE_SKILL,
            skill_name=skill_name,
            description_skill=description_skill,
            voicemail=voicemail,
            welcome_message=welcome_message,
            vto=vto,
        )

    async def edit_agent(
        self,
        *,
        agent_id: str,
        agent_dni: str | None = None,
        agent_name: str | None = None,
        agent_sso: str | None = None,
        agent_pass: str | None = None,
    ) -> Confirmation:
        """Edit an agent.

        In Spanish: Editar agente.

        Args:
            agent_id: Agent's id, the extension.
            agent_dni: Agent's identity document.
            agent_name: Agent's name.
            agent_sso: Network user of single sign-on.
            agent_pass: Agent's password; as in create_agent; empty: the server makes one at random.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/13-edit-agent-en/
            (the vendor's page 13)
        """
        return await self._confirm(
            EDIT_AGENT,
            agent_id=agent_id,
            agent_dni=agent_dni,
            agent_name=agent_name,
            agent_sso=agent_sso,
            agent_pass=agent_pass,
        )

    async def edit_skill(
        self,
        *,
        skill_id: str,
        skill_name: str | None = None,
        description_skill: str | None = None,
        voicemail: str | None = None,
        welcome_message: str | None = None,
        vto: str | None = None,
    ) -> Confirmation:
        """Edit a skill.

        In Spanish: Editar skill.

        Args:
            skill_id: Skill's id; one skill; all is not taken.
            skill_name: Skill's name.
            description_skill: Skill's description.
            voicemail: Voicemail box of the skill.
            welcome_message: Name of the audio that welcomes.
            vto: Name of the audio that is played out of hours.

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
            EDIT_SKILL,
            skill_id=skill_id,
            skill_name=skill_name,
            description_skill=description_skill,
            voicemail=voicemail,
            welcome_message=welcome_message,
            vto=vto,
        )

    async def remove_cod_act(self, *, type_code: TypeCode, cod_act: Sequence[str]) -> Confirmation:
        """Remove activity codes.

        One or several. It cannot be undone.

        In Spanish: Eliminar códigos de actividad.

        Args:
            type_code: Group of the code; cod_act1 or cod_act2.
            cod_act: Activity code, or several.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/15-remove-activity-codes-en/
            (the vendor's page 15)
        """
        return await self._confirm(REMOVE_COD_ACT, type_code=type_code, cod_act=cod_act)

    async def edit_cod_act(
        self,
        *,
        type_code: TypeCode,
        cod_act: str,
        description_cod_act: str | None = None,
        hit: YesNo | None = None,
        rpc: YesNo | None = None,
        chat: YesNo | None = None,
        studio: YesNo | None = None,
        voice: YesNo | None = None,
        interactions: YesNo | None = None,
    ) -> Confirmation:
        """Edit an activity code.

        Its description, and where it may be used.

        In Spanish: Editar código de actividad.

        Args:
            type_code: Group of the code; cod_act1 or cod_act2.
            cod_act: Activity code.
            description_cod_act: What the activity code stands for.
            hit: Whether it is a hit, such as a sale; no, where left out; yes.
            rpc: Whether it is a right party contact; no, where left out; yes.
            chat: Whether chats may have the code; yes or no.
            studio: Whether the studio may set the code; yes or no.
            voice: Whether calls may have the code; yes or no.
            interactions: Whether interactions may have the code; yes or no.

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
            EDIT_COD_ACT,
            type_code=type_code,
            cod_act=cod_act,
            description_cod_act=description_cod_act,
            hit=hit,
            rpc=rpc,
            chat=chat,
            studio=studio,
            voice=voice,
            interactions=interactions,
        )

    async def add_agents_skill(self, *, skill_id: str, agent_id: str, expertise: int) -> Confirmation:
        """Add an agent to a skill.

        With a level of expertise.

        In Spanish: Agregar agentes a skill.

        Args:
            skill_id: Skill's id.
            agent_id: Agent's id, the extension.
            expertise: Level in the skill; 1 or more.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/17-add-agents-to-skill-en/
            (the vendor's page 17)
        """
        return await self._confirm(ADD_AGENTS_SKILL, skill_id=skill_id, agent_id=agent_id, expertise=expertise)

    async def remove_agents_skill(self, *, skill_id: str, agent_id: str) -> Confirmation:
        """Remove an agent from a skill.

        In Spanish: Remover agentes de skill.

        Args:
            skill_id: Skill's id.
            agent_id: Agent's id, the extension.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/18-remove-skill-agents-en/
            (the vendor's page 18)
        """
        return await self._confirm(REMOVE_AGENTS_SKILL, skill_id=skill_id, agent_id=agent_id)

    async def edit_licenses(self, *, call_center: int | None = None, pbx: int | None = None) -> Confirmation:
        """Change licence counts.

        Of the contact centre, of the PBX, or of both.

        call_center or pbx is required.

        Fewer licences block active users at their next action, and lower the daily quota of calls.

        In Spanish: Modificar licencias de contact center y PBX.

        Args:
            call_center: Licences of the contact centre; 0 or more.
            pbx: Licences of the PBX; 0 or more.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/19-modify-contact-center-and-pbx-licenses/
            (the vendor's page 19)
        """
        return await self._confirm(EDIT_LICENSES, call_center=call_center, pbx=pbx)

    async def free_law2300(
        self, *, nit: str, item: Literal["telephone"], value: str, agent_id: str | None = None
    ) -> Confirmation:
        """Law 2300: release a phone.

        Lifts the protection of law 2300 from a phone or a customer.

        In Spanish: Liberar de la ley 2300.

        Args:
            nit: Tax id.
            item: What kind of value is given; telephone.
            value: Phone to free.
            agent_id: Agent's id, the extension.

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
        return await self._confirm(FREE_LAW2300, nit=nit, item=item, value=value, agent_id=agent_id)

    async def delete_file(self, *, filename: str) -> Confirmation:
        """Delete a document of wvx Copilot.

        Deletes a training document by its name. It cannot be undone.

        In Spanish: Eliminar archivo de wvx Copilot.

        Args:
            filename: Name of the file.

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
        return await self._confirm(DELETE_FILE, filename=filename)

    async def block_law2300(
        self, *, telephone: str, nit: str | None = None, customer_id: str | None = None
    ) -> Confirmation:
        """Law 2300: block a phone.

        Puts a phone on the list of those that law 2300 protects.

        In Spanish: Bloquear número por ley 2300.

        Args:
            telephone: Customer's phone.
            nit: Tax id.
            customer_id: Customer's id.

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
        return await self._confirm(BLOCK_LAW2300, telephone=telephone, nit=nit, customer_id=customer_id)

    async def block_predictive_dnc(self, *, id_campaing: str, id_cliente: Sequence[str]) -> Confirmation:
        """Mark customers as do-not-call in a predictive campaign.

        Marks customers of a predictive campaign as DO-NOT-CALL.

        id_campaing is really spelt so.

        In Spanish: Bloquear clientes (DNC) en campaña predictiva.

        Args:
            id_campaing: Campaign's id.
            id_cliente: Ids of the customers.

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
        return await self._confirm(BLOCK_PREDICTIVE_DNC, id_campaing=id_campaing, id_cliente=id_cliente)

    async def speech_on_demand(self, *, conn_id: str, agent_id: str) -> Confirmation:
        """Speech analytics on demand.

        Asks for the analysis of one call of the last 24 hours.

        Limits: calls of the last 24 hours only; the recording must be stereo.

        In Spanish: Speech analytics bajo demanda.

        Args:
            conn_id: Id of the call or conversation.
            agent_id: Agent's id, the extension.

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
        return await self._confirm(SPEECH_ON_DEMAND, conn_id=conn_id, agent_id=agent_id)


ENDPOINTS = CUSTOM | table(
    [
        ADD_DNC,
        CREATE_AGENT,
        CREATE_COD_ACT,
        DISABLE_AGENT,
        DISABLE_MODULE,
        ENABLE_AGENT,
        ENABLE_MODULE,
        REMOVE_DNC,
        ADD_IP,
        REMOVE_IP,
        ADD_INTERACTION,
        CREATE_SKILL,
        EDIT_AGENT,
        EDIT_SKILL,
        REMOVE_COD_ACT,
        EDIT_COD_ACT,
        ADD_AGENTS_SKILL,
        REMOVE_AGENTS_SKILL,
        EDIT_LICENSES,
        FREE_LAW2300,
        DELETE_FILE,
        BLOCK_LAW2300,
        BLOCK_PREDICTIVE_DNC,
        SPEECH_ON_DEMAND,
    ]
)
