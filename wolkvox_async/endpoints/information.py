"""information.php: what the operation has, and what its tokens have used.

This file is generated from catalogue/information.toml by `make generate`: change the sheet.
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
    ip: Text
    user: Text  # Manager user
    action: Text  # free text
    workstation: Text


@record
class RoutingPoint(Record):
    """One routing point, and what is active on it."""

    rp_id: Id
    rp_name: Text
    ivr_active: Flag
    chat_active: Flag
    interaction_active: Flag
    crm_active: Flag
    last_use: Moment


@record
class Skill(Record):
    """One skill of the operation."""

    skill_id: Id
    skill_name: Text
    skill_description: Text
    last_use: Moment


@record
class CampaignSettings(Record):
    """One campaign of the operation, with its state and settings."""

    campaign_id: Id
    campaign_name: Text
    campaign_description: Text
    type_campaign: Text  # predictive, preview
    status: Text  # Started, Stopped
    records: Int
    speed: Int
    dial_mode: Text  # autopilot, strategy, or phoneN - ring: S(sec), N up to 10, S 10 to 60
    last_use: Moment
    recycled: Int
    turbo_dial: Flag
    skill_id: Id


@record
class Agent(Record):
    """One agent of the operation."""

    agent_id: Id
    agent_name: Text
    agent_dni: Id
    agent_status: Text
    last_use: Moment
    agent_sso: Text  # network user of single sign-on
    enabled: Flag


@record
class Connector(Record):
    """One messaging connector of the operation."""

    connector_id: Id
    rp_id: Id
    name: Text
    channel: Text  # chat-web, facebook, instagram, whatsapp, sms_bidirect, telegram, email, twitter


@record
class Services(Record):
    """The licences of the operation, and which optional services it has."""

    licenses: Int  # of the contact centre
    pbx: Int  # licences
    screen_recording: Flag
    video_call: Flag
    stereo_recording: Flag
    gamification: Flag
    text_analytics: Flag
    speech_analytics: Flag
    rsync: Flag
    wolkvox_storage: Flag
    blob_storage: Flag
    aws_s3: Flag
    intelligentdial: Flag
    bi: Flag
    customer_prot: Flag
    mr_wizard: Flag
    turbo_dial: Flag
    sso: Flag
    mailgun: Flag
    whatsapp: Flag
    facebook_page: Flag
    facebook_messenger: Flag
    instagram_page: Flag
    instagram_chat: Flag
    sms_bidireccional: Flag
    chat_web: Flag
    telegram: Flag
    crm: Flag
    email: Flag
    cobrowsing: Flag


@record
class SkillAgent(Record):
    """One agent of a skill."""

    agent_id: Id
    agent_name: Text
    last_use: Moment
    expertise: Int  # level in this skill


@record
class ActivityCode(Record):
    """One activity code, and where it may be used."""

    cod_act: Text = named("cod_act", "code_act")
    description_cod_act: Text
    hit: Flag
    rpc: Flag
    chat: Flag
    studio: Flag
    voice: Flag
    type_code: Text  # cod_act1, cod_act2
    interactions: Flag


@record
class TokenUsage(Record):
    """What a token, and all tokens of the operation together, have used today."""

    description: Text
    token_limit: Int  # calls a day
    token_use_today: Int  # of this token
    all_token_today: Int  # of all tokens of the operation
    available_consumption_options: Int  # what is left today


@record
class DncEntry(Record):
    """One number on a do-not-call list."""

    phone_number: Phone
    type: Text  # inbound, outbound
    date_delete: Moment  # when the number was put on the list, in spite of the name


@record
class ContactProtection(Record):
    """A phone that law 2300 protects, and its last contact."""

    phone_number: Phone
    last_day: Moment
    last_channel: Text  # voice, chat, whatsapp


@record
class AllowedAddress(Record):
    """One address that the firewall of the operation lets in."""

    operation: Text
    ip: Text
    last_use: Moment
    type_ip: Text  # temporal, permanente
    description: Text


@record
class Notification(Record):
    """One notification of the Manager."""

    date: Moment
    notification: Text


@record
class AudioStorage(Record):
    """The disk space that audio files take."""

    storage: Float  # gigabytes


@record
class AudioFile(Record):
    """One audio file on the platform."""

    audio_id: Id
    created_at: Moment
    size: Float = named("size", "Size")  # kilobytes
    duration: Int  # seconds


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
    parameters=(Parameter("routing", "id", notes="only this one"),),
    source="https://www.wolkvox.com/?p=33027",
)

SKILLS = Endpoint(
    name="information.skills",
    script="information.php",
    title="Skills",
    spanish="Skills",
    record=Skill,
    parameters=(Parameter("skill", "id", notes="only this one"),),
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CAMPAIGNS = Endpoint(
    name="information.campaigns",
    script="information.php",
    title="Campaigns",
    spanish="Campañas",
    summary="The campaigns of the operation, with state and settings.",
    record=CampaignSettings,
    parameters=(Parameter("campaign", "id", notes="only this one"),),
    source="https://www.wolkvox.com/en/apis-v2-2/4-campaigns/",
)

AGENTS = Endpoint(
    name="information.agents",
    script="information.php",
    title="Agents",
    spanish="Agentes",
    record=Agent,
    parameters=(Parameter("agent", "id", notes="only this one"),),
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
    parameters=(Parameter("skill_id", "id", required=True),),
    source="https://www.wolkvox.com/en/apis-v2-2/8-list-agents-in-skill/",
)

ACTIVITY_CODES = Endpoint(
    name="information.activity_codes",
    script="information.php",
    title="Activity codes",
    spanish="Listar códigos de actividad",
    summary="The activity (typing) codes of the operation.",
    record=ActivityCode,
    parameters=(Parameter("cod_act", notes="only this one"),),
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
    parameters=(Parameter("type", "enum", required=True, values=("inbound", "outbound", "all"), notes="which list"),),
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
        Parameter("phone", "phone", required=True),
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

        Actions in the Manager and calls of the API, with user, public address and workstation. start is inclusive and
        end exclusive. Rows are events, dated by date.
        Newest first. Rows have no key: the same action twice in one second is two equal rows.
        In Spanish: Logs de auditoría (monitoreo).
        The vendor's page 1. Source: https://www.wolkvox.com/en/apis-v2-2/1-monitoring-audit-logs-en/
        """
        return self._report(AUDIT_LOG, start, end)

    async def routing_points(self, *, routing: str | None = None) -> list[RoutingPoint]:
        """Routing points.

        The routing points of the operation, and what is active on each.
        routing: only this one.
        In Spanish: Routing points (puntos de enrutamiento).
        Source: https://www.wolkvox.com/?p=33027
        """
        return await self._records(ROUTING_POINTS, routing=routing)

    async def skills(self, *, skill: str | None = None) -> list[Skill]:
        """Skills.

        skill: only this one.
        In Spanish: Skills.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(SKILLS, skill=skill)

    async def campaigns(self, *, campaign: str | None = None) -> list[CampaignSettings]:
        """Campaigns.

        The campaigns of the operation, with state and settings.
        campaign: only this one.
        In Spanish: Campañas.
        The vendor's page 4. Source: https://www.wolkvox.com/en/apis-v2-2/4-campaigns/
        """
        return await self._records(CAMPAIGNS, campaign=campaign)

    async def agents(self, *, agent: str | None = None) -> list[Agent]:
        """Agents.

        agent: only this one.
        Older servers leave out agent_sso and enabled.
        In Spanish: Agentes.
        The vendor's page 5. Source: https://www.wolkvox.com/en/apis-v2-2/5-agents/
        """
        return await self._records(AGENTS, agent=agent)

    async def connectors(self) -> list[Connector]:
        """Connectors.

        The messaging connectors of the operation.
        In Spanish: Conectores.
        The vendor's page 6. Source: https://www.wolkvox.com/en/apis-v2-2/6-connectors/
        """
        return await self._records(CONNECTORS)

    async def services(self) -> list[Services]:
        """Services and licences.

        The licences and optional services of the operation.
        In Spanish: Información de servicios.
        The vendor's page 7. Source: https://www.wolkvox.com/en/apis-v2-2/7-service-information/
        """
        return await self._records(SERVICES)

    async def agents_in_skill(self, *, skill_id: str) -> list[SkillAgent]:
        """Agents of a skill.

        In Spanish: Listar agentes en skill.
        The vendor's page 8. Source: https://www.wolkvox.com/en/apis-v2-2/8-list-agents-in-skill/
        """
        return await self._records(AGENTS_IN_SKILL, skill_id=skill_id)

    async def activity_codes(self, *, cod_act: str | None = None) -> list[ActivityCode]:
        """Activity codes.

        The activity (typing) codes of the operation.
        cod_act: only this one.
        For codes of the second group hit and rpc are empty.
        In Spanish: Listar códigos de actividad.
        The vendor's page 9. Source: https://www.wolkvox.com/en/apis-v2-2/9-list-activity-codes/
        """
        return await self._records(ACTIVITY_CODES, cod_act=cod_act)

    async def token_info(self) -> list[TokenUsage]:
        """Token usage: daily use and limit of the calling token.

        What the calling token, and all tokens together, have used today. The call itself costs one use.
        The limit is shared by all tokens of the operation.
        In Spanish: Información del token.
        The vendor's page 10. Source: https://www.wolkvox.com/en/apis-v2-2/10-token-information/
        """
        return await self._records(TOKEN_INFO)

    async def get_dnc(self, *, type: Literal["inbound", "outbound", "all"]) -> list[DncEntry]:
        """Do-not-call list.

        The numbers on the do-not-call lists.
        type: which list.
        In Spanish: Listar números DNC.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(GET_DNC, type=type)

    async def law2300_info(self, *, nit: str, phone: str) -> list[ContactProtection]:
        """Law 2300: whether a phone may be contacted.

        Whether the Colombian consumer contact law protects a phone, with the day and channel of its last contact.
        nit: tax id, as validated in the section "law 2300" of the Manager.
        Limits: needs the option "law 2300" in the operation.
        In Spanish: Información ley 2300 de un teléfono.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(LAW2300_INFO, nit=nit, phone=phone)

    async def get_ip(self) -> list[AllowedAddress]:
        """Allowed addresses.

        The IP addresses registered in the firewall of the operation.
        In Spanish: Listar IPs autorizadas.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(GET_IP)

    def get_notification(self, *, start: date | datetime, end: date | datetime) -> Report[Notification]:
        """Manager notifications, one each.

        The texts of the notifications that the component Notification made. start is inclusive and end exclusive. Rows
        are events, dated by date.
        In Spanish: Notificaciones del Manager.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return self._report(GET_NOTIFICATION, start, end)

    async def storage(self) -> list[AudioStorage]:
        """Audio storage used.

        In gigabytes.
        In Spanish: Almacenamiento de audios.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(STORAGE)

    async def audio_list(self) -> list[AudioFile]:
        """Audio files.

        Limits: an audio file has at most 5 MB.
        In Spanish: Listar audios.
        The vendor's page 16. Source: https://wolkvox.com/en/apis-v2-2/16-list-audios
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
