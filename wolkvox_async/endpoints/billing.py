"""billing.php: what the operation has used this month, by product.

This file is generated from catalogue/billing.toml by `make generate`: change that.
"""

from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.core.wire import Day, Int, Record, Text, record
from wolkvox_async.endpoints.group import Group, table

__all__ = ["ENDPOINTS", "Billing", "BillingItem"]


@record
class BillingItem(Record):
    """One product, and its quantity in the current month."""

    operation: Text
    """The operation."""
    description: Text
    """Product."""
    items: Int
    """Quantity."""
    date: Day
    """Day of the query."""


AGENT_SCRIPT = Endpoint(
    name="billing.agent_script",
    script="billing.php",
    title="Agent Script licences of this month",
    spanish="Licencias Agent Script (facturación)",
    summary="The quantity in the current month: active Agent Script licences.",
    record=BillingItem,
    source="https://www.wolkvox.com/en/apis-v2-2/agent-script-en/",
)

INTELLIGENT_DIAL = Endpoint(
    name="billing.intelligent_dial",
    script="billing.php",
    title="Intelligent dial licences of this month",
    spanish="Licencias de marcación inteligente (Intelligent Dial) (facturación)",
    summary="The quantity in the current month: active smart dialing licences.",
    record=BillingItem,
    source="https://www.wolkvox.com/en/apis-v2-2/2-intelligent-dial/",
)

GAMIFICATION = Endpoint(
    name="billing.gamification",
    script="billing.php",
    title="Gamification licences of this month",
    spanish="Gamificación (facturación)",
    summary="The quantity in the current month: gamification licences.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

IVR_MINUTES = Endpoint(
    name="billing.ivr_minutes",
    script="billing.php",
    title="IVR minutes of this month",
    spanish="Minutos IVR (facturación)",
    summary="The quantity in the current month: IVR minutes used.",
    record=BillingItem,
    source="https://wolkvox.com/apis-v2/4-ivr-minutes-en",
)

REC_MINUTES = Endpoint(
    name="billing.rec_minutes",
    script="billing.php",
    title="Recorded IVR minutes of this month",
    spanish="Grabación de IVR (minutos) (facturación)",
    summary="The quantity in the current month: recorded IVR minutes and storage.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

AMAZON_S3 = Endpoint(
    name="billing.amazon_s3",
    script="billing.php",
    title="Amazon S3 backup of this month",
    spanish="Respaldo en Amazon S3 (facturación)",
    summary="The quantity in the current month: Amazon S3 backup use.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

RSYNC = Endpoint(
    name="billing.rsync",
    script="billing.php",
    title="RSYNC backup of this month",
    spanish="Respaldo RSYNC (facturación)",
    summary="The quantity in the current month: rsync backup use.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

RSYNC_S3_MP3 = Endpoint(
    name="billing.rsync_s3_mp3",
    script="billing.php",
    title="RSYNC to S3 in MP3 of this month",
    spanish="Respaldo RSYNC S3 MP3 (facturación)",
    summary="The quantity in the current month: rsync to S3 in MP3 use.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

REC_SCREEN = Endpoint(
    name="billing.rec_screen",
    script="billing.php",
    title="Screen recording licences of this month",
    spanish="Grabación de pantalla (facturación)",
    summary="The quantity in the current month: screen recording licences.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

INTERACTIONS = Endpoint(
    name="billing.interactions",
    script="billing.php",
    title="Interactions of this month",
    spanish="Interacciones (facturación)",
    summary="The quantity in the current month: interactions of the omnibox.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

REC_SCREEN_ON_DEMAND = Endpoint(
    name="billing.rec_screen_on_demand",
    script="billing.php",
    title="Screen recording on demand of this month",
    spanish="Grabación de pantalla bajo demanda (facturación)",
    summary="The quantity in the current month: on-demand screen recording use.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

SPEECH_ANALYTICS = Endpoint(
    name="billing.speech_analytics",
    script="billing.php",
    title="Speech analytics of this month",
    spanish="Speech Analytics (facturación)",
    summary="The quantity in the current month: speech analytics use.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

WP_CONNECTORS = Endpoint(
    name="billing.wp_connectors",
    script="billing.php",
    title="WhatsApp connectors of this month",
    spanish="Conectores de WhatsApp (facturación)",
    summary="The quantity in the current month: WhatsApp connectors.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

SENTIMENT_ANALYSIS = Endpoint(
    name="billing.sentiment_analysis",
    script="billing.php",
    title="Sentiment analysis of this month",
    spanish="Análisis de sentimientos (facturación)",
    summary="The quantity in the current month: sentiment analysis use.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CHAT_LICENSES = Endpoint(
    name="billing.chat_licenses",
    script="billing.php",
    title="Chat licences of this month",
    spanish="Licencias de chat (facturación)",
    summary="The quantity in the current month: chat licences.",
    record=BillingItem,
    source="https://www.wolkvox.com/en/apis-v2-2/15-chat-licenses-en/",
)

INTERACTION_LICENSES = Endpoint(
    name="billing.interaction_licenses",
    script="billing.php",
    title="Interaction licences of this month",
    spanish="Licencias de interacciones (facturación)",
    summary="The quantity in the current month: interaction licences.",
    record=BillingItem,
    source="https://www.wolkvox.com/en/apis-v2-2/16-interaction-licenses-en/",
)

VIDEO_CALL = Endpoint(
    name="billing.video_call",
    script="billing.php",
    title="Video calls of this month",
    spanish="Videollamadas (facturación)",
    summary="The quantity in the current month: video call use.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

PBX_LICENSES = Endpoint(
    name="billing.pbx_licenses",
    script="billing.php",
    title="PBX licences of this month",
    spanish="Licencias PBX (facturación)",
    summary="The quantity in the current month: PBX licences.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

IVR_CALLS = Endpoint(
    name="billing.ivr_calls",
    script="billing.php",
    title="IVR calls of this month",
    spanish="Llamadas IVR (facturación)",
    summary="The quantity in the current month: IVR calls.",
    record=BillingItem,
    source="https://www.wolkvox.com/apis-v2/19-ivr-calls-en/",
)

ASR_CALLS = Endpoint(
    name="billing.asr_calls",
    script="billing.php",
    title="Speech recognition (ASR) of this month",
    spanish="Reproducciones ASR (reconocimiento de voz) (facturación)",
    summary="The quantity in the current month: ASR (speech recognition) uses.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

VISION = Endpoint(
    name="billing.vision",
    script="billing.php",
    title="Vision component of this month",
    spanish="Componente Vision (facturación)",
    summary="The quantity in the current month: Vision component use.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

TTS_CHARS = Endpoint(
    name="billing.tts_chars",
    script="billing.php",
    title="Text-to-speech characters of this month",
    spanish="Caracteres TTS (texto a voz) (facturación)",
    summary="The quantity in the current month: text-to-speech characters.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

WP_CONNECTORS_OFFICIAL = Endpoint(
    name="billing.wp_connectors_official",
    script="billing.php",
    title="Official WhatsApp connectors of this month",
    spanish="Conectores oficiales de WhatsApp Business (facturación)",
    summary="The quantity in the current month: official WhatsApp connectors.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

CONTACT_CENTER_LICENSES = Endpoint(
    name="billing.contact_center_licenses",
    script="billing.php",
    title="Contact centre licences of this month",
    spanish="Licencias de contact center (facturación)",
    summary="The quantity in the current month: contact center (agent) licences.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

AMD_AI = Endpoint(
    name="billing.amd_ai",
    script="billing.php",
    title="Answering machine detection by AI of this month",
    spanish="AMD con inteligencia artificial (facturación)",
    summary="The quantity in the current month: AI answering machine detection use.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

STEREO_REC = Endpoint(
    name="billing.stereo_rec",
    script="billing.php",
    title="Stereo recording of this month",
    spanish="Grabación estéreo (facturación)",
    summary="The quantity in the current month: stereo recording use.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

NLP_AI = Endpoint(
    name="billing.nlp_ai",
    script="billing.php",
    title="Language processing (NLP) of this month",
    spanish="Procesamiento de lenguaje natural (NLP) (facturación)",
    summary="The quantity in the current month: natural language processing use.",
    record=BillingItem,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)


class Billing(Group):
    """billing.php: what the operation has used this month, by product."""

    async def agent_script(self) -> list[BillingItem]:
        """Agent Script licences of this month.

        The quantity in the current month: active Agent Script licences.

        In Spanish: Licencias Agent Script (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/agent-script-en/
        """
        return await self._records(AGENT_SCRIPT)

    async def intelligent_dial(self) -> list[BillingItem]:
        """Intelligent dial licences of this month.

        The quantity in the current month: active smart dialing licences.

        In Spanish: Licencias de marcación inteligente (Intelligent Dial) (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/2-intelligent-dial/
            (the vendor's page 2)
        """
        return await self._records(INTELLIGENT_DIAL)

    async def gamification(self) -> list[BillingItem]:
        """Gamification licences of this month.

        The quantity in the current month: gamification licences.

        In Spanish: Gamificación (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(GAMIFICATION)

    async def ivr_minutes(self) -> list[BillingItem]:
        """IVR minutes of this month.

        The quantity in the current month: IVR minutes used.

        In Spanish: Minutos IVR (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/apis-v2/4-ivr-minutes-en
            (the vendor's page 4)
        """
        return await self._records(IVR_MINUTES)

    async def rec_minutes(self) -> list[BillingItem]:
        """Recorded IVR minutes of this month.

        The quantity in the current month: recorded IVR minutes and storage.

        In Spanish: Grabación de IVR (minutos) (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(REC_MINUTES)

    async def amazon_s3(self) -> list[BillingItem]:
        """Amazon S3 backup of this month.

        The quantity in the current month: Amazon S3 backup use.

        In Spanish: Respaldo en Amazon S3 (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(AMAZON_S3)

    async def rsync(self) -> list[BillingItem]:
        """RSYNC backup of this month.

        The quantity in the current month: rsync backup use.

        In Spanish: Respaldo RSYNC (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(RSYNC)

    async def rsync_s3_mp3(self) -> list[BillingItem]:
        """RSYNC to S3 in MP3 of this month.

        The quantity in the current month: rsync to S3 in MP3 use.

        In Spanish: Respaldo RSYNC S3 MP3 (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(RSYNC_S3_MP3)

    async def rec_screen(self) -> list[BillingItem]:
        """Screen recording licences of this month.

        The quantity in the current month: screen recording licences.

        In Spanish: Grabación de pantalla (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(REC_SCREEN)

    async def interactions(self) -> list[BillingItem]:
        """Interactions of this month.

        The quantity in the current month: interactions of the omnibox.

        In Spanish: Interacciones (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(INTERACTIONS)

    async def rec_screen_on_demand(self) -> list[BillingItem]:
        """Screen recording on demand of this month.

        The quantity in the current month: on-demand screen recording use.

        In Spanish: Grabación de pantalla bajo demanda (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(REC_SCREEN_ON_DEMAND)

    async def speech_analytics(self) -> list[BillingItem]:
        """Speech analytics of this month.

        The quantity in the current month: speech analytics use.

        In Spanish: Speech Analytics (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(SPEECH_ANALYTICS)

    async def wp_connectors(self) -> list[BillingItem]:
        """WhatsApp connectors of this month.

        The quantity in the current month: WhatsApp connectors.

        In Spanish: Conectores de WhatsApp (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(WP_CONNECTORS)

    async def sentiment_analysis(self) -> list[BillingItem]:
        """Sentiment analysis of this month.

        The quantity in the current month: sentiment analysis use.

        In Spanish: Análisis de sentimientos (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(SENTIMENT_ANALYSIS)

    async def chat_licenses(self) -> list[BillingItem]:
        """Chat licences of this month.

        The quantity in the current month: chat licences.

        In Spanish: Licencias de chat (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/15-chat-licenses-en/
            (the vendor's page 15)
        """
        return await self._records(CHAT_LICENSES)

    async def interaction_licenses(self) -> list[BillingItem]:
        """Interaction licences of this month.

        The quantity in the current month: interaction licences.

        In Spanish: Licencias de interacciones (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/en/apis-v2-2/16-interaction-licenses-en/
            (the vendor's page 16)
        """
        return await self._records(INTERACTION_LICENSES)

    async def video_call(self) -> list[BillingItem]:
        """Video calls of this month.

        The quantity in the current month: video call use.

        In Spanish: Videollamadas (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(VIDEO_CALL)

    async def pbx_licenses(self) -> list[BillingItem]:
        """PBX licences of this month.

        The quantity in the current month: PBX licences.

        In Spanish: Licencias PBX (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(PBX_LICENSES)

    async def ivr_calls(self) -> list[BillingItem]:
        """IVR calls of this month.

        The quantity in the current month: IVR calls.

        In Spanish: Llamadas IVR (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://www.wolkvox.com/apis-v2/19-ivr-calls-en/
            (the vendor's page 19)
        """
        return await self._records(IVR_CALLS)

    async def asr_calls(self) -> list[BillingItem]:
        """Speech recognition (ASR) of this month.

        The quantity in the current month: ASR (speech recognition) uses.

        In Spanish: Reproducciones ASR (reconocimiento de voz) (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(ASR_CALLS)

    async def vision(self) -> list[BillingItem]:
        """Vision component of this month.

        The quantity in the current month: Vision component use.

        In Spanish: Componente Vision (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(VISION)

    async def tts_chars(self) -> list[BillingItem]:
        """Text-to-speech characters of this month.

        The quantity in the current month: text-to-speech characters.

        In Spanish: Caracteres TTS (texto a voz) (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(TTS_CHARS)

    async def wp_connectors_official(self) -> list[BillingItem]:
        """Official WhatsApp connectors of this month.

        The quantity in the current month: official WhatsApp connectors.

        In Spanish: Conectores oficiales de WhatsApp Business (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(WP_CONNECTORS_OFFICIAL)

    async def contact_center_licenses(self) -> list[BillingItem]:
        """Contact centre licences of this month.

        The quantity in the current month: contact center (agent) licences.

        In Spanish: Licencias de contact center (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(CONTACT_CENTER_LICENSES)

    async def amd_ai(self) -> list[BillingItem]:
        """Answering machine detection by AI of this month.

        The quantity in the current month: AI answering machine detection use.

        In Spanish: AMD con inteligencia artificial (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(AMD_AI)

    async def stereo_rec(self) -> list[BillingItem]:
        """Stereo recording of this month.

        The quantity in the current month: stereo recording use.

        In Spanish: Grabación estéreo (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(STEREO_REC)

    async def nlp_ai(self) -> list[BillingItem]:
        """Language processing (NLP) of this month.

        The quantity in the current month: natural language processing use.

        In Spanish: Procesamiento de lenguaje natural (NLP) (facturación).

        Returns:
            list[BillingItem]: One product, and its quantity in the current month. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(NLP_AI)


ENDPOINTS = table(
    [
        AGENT_SCRIPT,
        INTELLIGENT_DIAL,
        GAMIFICATION,
        IVR_MINUTES,
        REC_MINUTES,
        AMAZON_S3,
        RSYNC,
        RSYNC_S3_MP3,
        REC_SCREEN,
        INTERACTIONS,
        REC_SCREEN_ON_DEMAND,
        SPEECH_ANALYTICS,
        WP_CONNECTORS,
        SENTIMENT_ANALYSIS,
        CHAT_LICENSES,
        INTERACTION_LICENSES,
        VIDEO_CALL,
        PBX_LICENSES,
        IVR_CALLS,
        ASR_CALLS,
        VISION,
        TTS_CHARS,
        WP_CONNECTORS_OFFICIAL,
        CONTACT_CENTER_LICENSES,
        AMD_AI,
        STEREO_REC,
        NLP_AI,
    ]
)
