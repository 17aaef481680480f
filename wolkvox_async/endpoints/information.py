"""information.php: what the operation has, and what its tokens have used.

This file is generated from catalogue/information.toml by `make generate`: change that.
"""

from datetime import date, datetime
from typing import Literal

from wolkvox_async.core.endpoint import Endpoint, Events, Parameter
from wolkvox_async.core.wire import Flag, Float, Id, Int, Moment, Phone, Record, Text, named, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.reports.report import Report

__all__ = [
    "ENDPOINTS",
    "ActivityCode",
    "Agent",
    "AllowedAddress",
    "AudioFile",
    "AudioStorage",
    "AuditedAction",
    "CampaignSettings",
    "Connector",
    "ContactProtection",
    "DncEntry",
    "Information",
    "Notification",
    "RoutingPoint",
    "Services",
    "Skill",
    "SkillAgent",
    "TokenUsage",
]


@record
class AuditedAction(Record):
    """One action of a user in the Manager, or of a token."""

    date: Moment
    """Date and time of the event."""
    ip: Text
    """IP address."""
    user: Text
    """Manager user."""
    action: Text
    """What was done, as free text."""
    workstation: Text
    """Workstation that it was done from."""


@record
class RoutingPoint(Record):
    """One routing point, and what is active on it."""

    rp_id: Id
    """Routing point's id."""
    rp_name: Text
    """Routing point's name."""
    ivr_active: Flag
    """Whether its IVR flow is active."""
    chat_active: Flag
    """Whether its chat flow is active."""
    interaction_active: Flag
    """Whether its interaction flow is active."""
    crm_active: Flag
    """Whether its CRM flow is active."""
    last_use: Moment
    """Date and time of the last use."""


@record
class Skill(Record):
    """One skill of the operation."""

    skill_id: Id
    """Skill's id."""
    skill_name: Text
    """Skill's name."""
    skill_description: Text
    """Skill's description."""
    last_use: Moment
    """Date and time of the last use."""


@record
class CampaignSettings(Record):
    """One campaign of the operation, with its state and settings."""

    campaign_id: Id
    """Campaign's id."""
    campaign_name: Text
    """Campaign's name."""
    campaign_description: Text
    """Campaign's description."""
    type_campaign: Text
    """Kind of campaign: predictive, preview."""
    status: Text
    """Whether the campaign runs: Started, Stopped."""
    records: Int
    """Number of records."""
    speed: Int
    """Speed of dialling, 0 to 100."""
    dial_mode: Text
    """How the campaign dials; autopilot, strategy, or phoneN - ring: S(sec), N up to 10, S 10 to 60."""
    last_use: Moment
    """Date and time of the last use."""
    recycled: Int
    """How often the campaign was recycled."""
    turbo_dial: Flag
    """Whether turbo dial is on."""
    skill_id: Id
    """Skill's id."""


@record
class Agent(Record):
    """One agent of the operation."""

    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    agent_dni: Id
    """Agent's identity document."""
    agent_status: Text
    """Agent's state."""
    last_use: Moment
    """Date and time of the last use."""
    agent_sso: Text
    """Network user of single sign-on."""
    enabled: Flag
    """Whether the agent is enabled."""


@record
class Connector(Record):
    """One messaging connector of the operation."""

    connector_id: Id
    """Connector's id."""
    rp_id: Id
    """Routing point's id."""
    name: Text
    """Connector's name."""
    channel: Text
    """Channel of the contact: chat-web, facebook, instagram, whatsapp, sms_bidirect, telegram, email, twitter."""


@record
class Services(Record):
    """The licences of the operation, and which optional services it has."""

    licenses: Int
    """Licences of the contact centre."""
    pbx: Int
    """Licences of the PBX."""
    screen_recording: Flag
    """Whether the operation has screen recording."""
    video_call: Flag
    """Whether the operation has video calls."""
    stereo_recording: Flag
    """Whether the operation has recording in stereo."""
    gamification: Flag
    """Whether the operation has gamification."""
    text_analytics: Flag
    """Whether the operation has text analytics."""
    speech_analytics: Flag
    """Whether the operation has speech analytics."""
    rsync: Flag
    """Whether the operation has copying by rsync."""
    wolkvox_storage: Flag
    """Whether the operation has wolkvox Storage."""
    blob_storage: Flag
    """Whether the operation has Azure Blob Storage."""
    aws_s3: Flag
    """Whether the operation has Amazon S3."""
    intelligentdial: Flag
    """Whether the operation has intelligent dial."""
    bi: Flag
    """Whether the operation has BI."""
    customer_prot: Flag
    """Whether the operation has customer protection."""
    mr_wizard: Flag
    """Whether the operation has Mr. Wizard."""
    turbo_dial: Flag
    """Whether the operation has turbo dial."""
    sso: Flag
    """Whether the operation has single sign-on."""
    mailgun: Flag
    """Whether the operation has Mailgun."""
    whatsapp: Flag
    """Whether the operation has WhatsApp."""
    facebook_page: Flag
    """Whether the operation has Facebook pages."""
    facebook_messenger: Flag
    """Whether the operation has Facebook Messenger."""
    instagram_page: Flag
    """Whether the operation has Instagram pages."""
    instagram_chat: Flag
    """Whether the operation has Instagram chat."""
    sms_bidireccional: Flag
    """Whether the operation has SMS in both directions."""
    chat_web: Flag
    """Whether the operation has web chat."""
    telegram: Flag
    """Whether the operation has Telegram."""
    crm: Flag
    """Whether the operation has the CRM."""
    email: Flag
    """Whether the operation has mail."""
    cobrowsing: Flag
    """Whether the operation has co-browsing."""


@record
class SkillAgent(Record):
    """One agent of a skill."""

    agent_id: Id
    """Agent's id, the extension."""
    agent_name: Text
    """Agent's name."""
    last_use: Moment
    """Date and time of the last use."""
    expertise: Int
    """Level in this skill."""


@record
class ActivityCode(Record):
    """One activity code, and where it may be used."""

    cod_act: Text = named("cod_act", "code_act")
    """Activity code."""
    description_cod_act: Text
    """What the activity code stands for."""
    hit: Flag
    """Whether it is a hit, such as a sale."""
    rpc: Flag
    """Whether it is a right party contact."""
    chat: Flag
    """Whether chats may have the code."""
    studio: Flag
    """Whether the studio may set the code."""
    voice: Flag
    """Whether calls may have the code."""
    type_code: Text
    """Group of the code: cod_act1, cod_act2."""
    interactions: Flag
    """Whether interactions may have the code."""


@record
class TokenUsage(Record):
    """What a token, and all tokens of the operation together, have used today."""

    description: Text
    """Token's description."""
    token_limit: Int
    """Calls that the token may make a day."""
    token_use_today: Int
    """Calls of this token today."""
    all_token_today: Int
    """Calls of all tokens of the operation today."""
    available_consumption_options: Int
    """Calls left today."""


@record
class DncEntry(Record):
    """One number on a do-not-call list."""

    phone_number: Phone
    """Phone number."""
    type: Text
    """List that the number is on: inbound, outbound."""
    date_delete: Moment
    """When the number was put on the list, in spite of the name."""


@record
class ContactProtection(Record):
    """A phone that law 2300 protects, and its last contact."""

    phone_number: Phone
    """Phone number."""
    last_day: Moment
    """Date and time of the last contact."""
    last_channel: Text
    """Channel of the last contact: voice, chat, whatsapp."""


@record
class AllowedAddress(Record):
    """One address that the firewall of the operation lets in."""

    operation: Text
    """The operation."""
    ip: Text
    """IP address."""
    last_use: Moment
    """Date and time of the last use."""
    type_ip: Text
    """How long the address is allowed: temporal, permanente."""
    description: Text
    """What the address is."""


@record
class Notification(Record):
    """One notification of the Manager."""

    date: Moment
    """Date and time of the event."""
    notification: Text
    """Text of the notification."""


@record
class AudioStorage(Record):
    """The disk space that audio files take."""

    storage: Float
    """Space in use, in gigabytes."""


@record
class AudioFile(Record):
    """One audio file on the platform."""

    audio_id: Id
    """Id of the audio."""
    created_at: Moment
    """Date and time of creation."""
    size: Float = named("size", "Size")
    """Size of the audio, in kilobytes."""
    duration: Int
    """Length of the audio, in seconds."""


AUDIT_LOG = Endpoint(
    name="information.audit_log",
    script="information.php",
    title="Audit log: what was done in the Manager, one action each",
    spanish="Logs de auditoría (monitoreo)",
    summary="Actions in the Manager and calls of the API, with user, public address and workstation.",
    record=AuditedAction,
    rows=Events(time="date"),
    source="https://www.wolkvox.com/en/apis-v2-2/1-monitoring-audit-logs-en/",
)

ROUTING_POINTS = Endpoint(
    name="information.routing_points",
    script="information.php",
    title="Routing points",
    spanish="Routing points (puntos de enrutamiento)",
    summary="The routing points of the operation, and what is active on each.",
    record=RoutingPoint,
    parameters=(Parameter("routing", "id", notes="id of one routing point; left out: all"),),
    source="https://www.wolkvox.com/?p=33027",
)

SKILLS = Endpoint(
    name="information.skills",
    script="information.php",
    title="Skills",
    spanish="Skills",
    record=Skill,
    parameters=(Parameter("skill", "id", notes="id of one skill; left out: all"),),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CAMPAIGNS = Endpoint(
    name="information.campaigns",
    script="information.php",
    title="Campaigns",
    spanish="Campañas",
    summary="The campaigns of the operation, with state and settings.",
    record=CampaignSettings,
    parameters=(Parameter("campaign", "id", notes="id of one campaign; left out: all"),),
    source="https://www.wolkvox.com/en/apis-v2-2/4-campaigns/",
)

AGENTS = Endpoint(
    name="information.agents",
    script="information.php",
    title="Agents",
    spanish="Agentes",
    record=Agent,
    parameters=(Parameter("agent", "id", notes="id of one agent; left out: all"),),
    source="https://www.wolkvox.com/en/apis-v2-2/5-agents/",
)

CONNECTORS = Endpoint(
    name="information.connectors",
    script="information.php",
    title="Connectors",
    spanish="Conectores",
    summary="The messaging connectors of the operation.",
    record=Connector,
    source="https://www.wolkvox.com/en/apis-v2-2/6-connectors/",
)

SERVICES = Endpoint(
    name="information.services",
    script="information.php",
    title="Services and licences",
    spanish="Información de servicios",
    summary="The licences and optional services of the operation.",
    record=Services,
    source="https://www.wolkvox.com/en/apis-v2-2/7-service-information/",
)

AGENTS_IN_SKILL = Endpoint(
    name="information.agents_in_skill",
    script="information.php",
    title="Agents of a skill",
    spanish="Listar agentes en skill",
    record=SkillAgent,
    parameters=(Parameter("skill_id", "id", required=True, notes="skill's id"),),
    source="https://www.wolkvox.com/en/apis-v2-2/8-list-agents-in-skill/",
)

ACTIVITY_CODES = Endpoint(
    name="information.activity_codes",
    script="information.php",
    title="Activity codes",
    spanish="Listar códigos de actividad",
    summary="The activity (typing) codes of the operation.",
    record=ActivityCode,
    parameters=(Parameter("cod_act", notes="one activity code; left out: all"),),
    source="https://www.wolkvox.com/en/apis-v2-2/9-list-activity-codes/",
)

TOKEN_INFO = Endpoint(
    name="information.token_info",
    script="information.php",
    title="Token usage: daily use and limit of the calling token",
    spanish="Información del token",
    summary="What the calling token, and all tokens together, have used today. The call itself costs one use.",
    record=TokenUsage,
    source="https://www.wolkvox.com/en/apis-v2-2/10-token-information/",
)

GET_DNC = Endpoint(
    name="information.get_dnc",
    script="information.php",
    title="Do-not-call list",
    spanish="Listar números DNC",
    summary="The numbers on the do-not-call lists.",
    record=DncEntry,
    parameters=(
        Parameter("type", "enum", required=True, values=("inbound", "outbound", "all"), notes="which list to read"),
    ),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

LAW2300_INFO = Endpoint(
    name="information.law2300_info",
    script="information.php",
    title="Law 2300: whether a phone may be contacted",
    spanish="Información ley 2300 de un teléfono",
    summary=(
        "Whether the Colombian consumer contact law protects a phone, with the day and channel of its last contact."
    ),
    record=ContactProtection,
    parameters=(
        Parameter("nit", required=True, notes='tax id, as validated in the section "law 2300" of the Manager'),
        Parameter("phone", "phone", required=True, notes="customer's phone"),
    ),
    limits=('needs the option "law 2300" in the operation',),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

GET_IP = Endpoint(
    name="information.get_ip",
    script="information.php",
    title="Allowed addresses",
    spanish="Listar IPs autorizadas",
    summary="The IP addresses registered in the firewall of the operation.",
    record=AllowedAddress,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

GET_NOTIFICATION = Endpoint(
    name="information.get_notification",
    script="information.php",
    title="Manager notifications, one each",
    spanish="Notificaciones del Manager",
    summary="The texts of the notifications that the component Notification made.",
    record=Notification,
    rows=Events(time="date"),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

STORAGE = Endpoint(
    name="information.storage",
    script="information.php",
    title="Audio storage used",
    spanish="Almacenamiento de audios",
    summary="In gigabytes.",
    record=AudioStorage,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

AUDIO_LIST = Endpoint(
    name="information.audio_list",
    script="information.php",
    title="Audio files",
    spanish="Listar audios",
    record=AudioFile,
    limits=("an audio file has at most 5 MB",),
    source="https://wolkvox.com/en/apis-v2-2/16-list-audios",
)


class Information(Group):
    """information.php: what the operation has, and what its tokens have used."""

    def audit_log(self, *, start: date | datetime, end: date | datetime) -> Report[AuditedAction]:
        """Audit log: what was done in the Manager, one action each.

        Actions in the Manager and calls of the API, with user, public address and workstation. Rows are events, dated
        by date.

        Newest first. Rows have no key: the same action twice in one second is two equal rows.

        In Spanish: Logs de auditoría (monitoreo).

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[AuditedAction]: Await it for a list, or read it row by row with `async for`. A row is one action of a
            user in the Manager, or of a token.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WindowFull: One second holds 60,000 rows or more; `.rows` has those that came.
            DecodeError: With strict=True, a value is not of its documented type.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/1-monitoring-audit-logs-en/
            (the vendor's page 1)
        """
        return self._report(AUDIT_LOG, start, end)

    async def routing_points(self, *, routing: str | None = None) -> list[RoutingPoint]:
        """Routing points.

        The routing points of the operation, and what is active on each.

        In Spanish: Routing points (puntos de enrutamiento).

        Args:
            routing: Id of one routing point; left out: all.

        Returns:
            list[RoutingPoint]: One routing point, and what is active on it. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/?p=33027
        """
        return await self._records(ROUTING_POINTS, routing=routing)

    async def skills(self, *, skill: str | None = None) -> list[Skill]:
        """Skills.

        In Spanish: Skills.

        Args:
            skill: Id of one skill; left out: all.

        Returns:
            list[Skill]: One skill of the operation. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(SKILLS, skill=skill)

    async def campaigns(self, *, campaign: str | None = None) -> list[CampaignSettings]:
        """Campaigns.

        The campaigns of the operation, with state and settings.

        In Spanish: Campañas.

        Args:
            campaign: Id of one campaign; left out: all.

        Returns:
            list[CampaignSettings]: One campaign of the operation, with its state and settings. Empty where there are
            none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/4-campaigns/
            (the vendor's page 4)
        """
        return await self._records(CAMPAIGNS, campaign=campaign)

    async def agents(self, *, agent: str | None = None) -> list[Agent]:
        """Agents.

        Older servers leave out agent_sso and enabled.

        In Spanish: Agentes.

        Args:
            agent: Id of one agent; left out: all.

        Returns:
            list[Agent]: One agent of the operation. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/5-agents/
            (the vendor's page 5)
        """
        return await self._records(AGENTS, agent=agent)

    async def connectors(self) -> list[Connector]:
        """Connectors.

        The messaging connectors of the operation.

        In Spanish: Conectores.

        Returns:
            list[Connector]: One messaging connector of the operation. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/6-connectors/
            (the vendor's page 6)
        """
        return await self._records(CONNECTORS)

    async def services(self) -> list[Services]:
        """Services and licences.

        The licences and optional services of the operation.

        In Spanish: Información de servicios.

        Returns:
            list[Services]: The licences of the operation, and which optional services it has. Empty where there are
            none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/7-service-information/
            (the vendor's page 7)
        """
        return await self._records(SERVICES)

    async def agents_in_skill(self, *, skill_id: str) -> list[SkillAgent]:
        """Agents of a skill.

        In Spanish: Listar agentes en skill.

        Args:
            skill_id: Skill's id.

        Returns:
            list[SkillAgent]: One agent of a skill. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/8-list-agents-in-skill/
            (the vendor's page 8)
        """
        return await self._records(AGENTS_IN_SKILL, skill_id=skill_id)

    async def activity_codes(self, *, cod_act: str | None = None) -> list[ActivityCode]:
        """Activity codes.

        The activity (typing) codes of the operation.

        For codes of the second group hit and rpc are empty.

        In Spanish: Listar códigos de actividad.

        Args:
            cod_act: One activity code; left out: all.

        Returns:
            list[ActivityCode]: One activity code, and where it may be used. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/9-list-activity-codes/
            (the vendor's page 9)
        """
        return await self._records(ACTIVITY_CODES, cod_act=cod_act)

    async def token_info(self) -> list[TokenUsage]:
        """Token usage: daily use and limit of the calling token.

        What the calling token, and all tokens together, have used today. The call itself costs one use.

        The limit is shared by all tokens of the operation.

        In Spanish: Información del token.

        Returns:
            list[TokenUsage]: What a token, and all tokens of the operation together, have used today. Empty where there
            are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/10-token-information/
            (the vendor's page 10)
        """
        return await self._records(TOKEN_INFO)

    async def get_dnc(self, *, type: Literal["inbound", "outbound", "all"]) -> list[DncEntry]:
        """Do-not-call list.

        The numbers on the do-not-call lists.

        In Spanish: Listar números DNC.

        Args:
            type: Which list to read; inbound, outbound or all.

        Returns:
            list[DncEntry]: One number on a do-not-call list. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(GET_DNC, type=type)

    async def law2300_info(self, *, nit: str, phone: str) -> list[ContactProtection]:
        """Law 2300: whether a phone may be contacted.

        Whether the Colombian consumer contact law protects a phone, with the day and channel of its last contact.

        Limits: needs the option "law 2300" in the operation.

        In Spanish: Información ley 2300 de un teléfono.

        Args:
            nit: Tax id, as validated in the section "law 2300" of the Manager.
            phone: Customer's phone.

        Returns:
            list[ContactProtection]: A phone that law 2300 protects, and its last contact. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(LAW2300_INFO, nit=nit, phone=phone)

    async def get_ip(self) -> list[AllowedAddress]:
        """Allowed addresses.

        The IP addresses registered in the firewall of the operation.

        In Spanish: Listar IPs autorizadas.

        Returns:
            list[AllowedAddress]: One address that the firewall of the operation lets in. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(GET_IP)

    def get_notification(self, *, start: date | datetime, end: date | datetime) -> Report[Notification]:
        """Manager notifications, one each.

        The texts of the notifications that the component Notification made. Rows are events, dated by date.

        In Spanish: Notificaciones del Manager.

        Args:
            start: First moment. A date is its midnight, a naive datetime the operation's wall clock, an aware one
                is converted.
            end: First moment that is not included.

        Returns:
            Report[Notification]: Await it for a list, or read it row by row with `async for`. A row is one notification
            of the Manager.

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
        return self._report(GET_NOTIFICATION, start, end)

    async def storage(self) -> list[AudioStorage]:
        """Audio storage used.

        In gigabytes.

        In Spanish: Almacenamiento de audios.

        Returns:
            list[AudioStorage]: The disk space that audio files take. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(STORAGE)

    async def audio_list(self) -> list[AudioFile]:
        """Audio files.

        Limits: an audio file has at most 5 MB.

        In Spanish: Listar audios.

        Returns:
            list[AudioFile]: One audio file on the platform. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/en/apis-v2-2/16-list-audios
            (the vendor's page 16)
        """
        return await self._records(AUDIO_LIST)


ENDPOINTS = table(
    [
        AUDIT_LOG,
        ROUTING_POINTS,
        SKILLS,
        CAMPAIGNS,
        AGENTS,
        CONNECTORS,
        SERVICES,
        AGENTS_IN_SKILL,
        ACTIVITY_CODES,
        TOKEN_INFO,
        GET_DNC,
        LAW2300_INFO,
        GET_IP,
        GET_NOTIFICATION,
        STORAGE,
        AUDIO_LIST,
    ]
)
