"""The groups of endpoints as attributes of a client, each imported when it is first used.

This file is generated from the catalogue by `make generate`: change its files.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.misnamed import HasGroups

if TYPE_CHECKING:
    from wolkvox_async.endpoints.agentbox import AgentBox
    from wolkvox_async.endpoints.billing import Billing
    from wolkvox_async.endpoints.campaign import Campaign
    from wolkvox_async.endpoints.configuration import Configuration
    from wolkvox_async.endpoints.customer import Customer
    from wolkvox_async.endpoints.gamification import Gamification
    from wolkvox_async.endpoints.information import Information
    from wolkvox_async.endpoints.listenvox import ListenVox
    from wolkvox_async.endpoints.quality import Quality
    from wolkvox_async.endpoints.real_time import RealTime
    from wolkvox_async.endpoints.reports import Reports
    from wolkvox_async.endpoints.sms import SMS
    from wolkvox_async.endpoints.speech_analytics import SpeechAnalytics
    from wolkvox_async.endpoints.storage import Storage
    from wolkvox_async.endpoints.whatsapp import WhatsApp

__all__ = ["GROUPS", "Groups"]

GROUPS = (
    "agentbox",
    "billing",
    "campaign",
    "configuration",
    "customer",
    "gamification",
    "information",
    "listenvox",
    "quality",
    "real_time",
    "reports",
    "sms",
    "speech_analytics",
    "storage",
    "whatsapp",
)


class Groups(HasGroups):
    """What a client offers: the scripts of the vendor, for the operation of its caller."""

    _groups = GROUPS
    _caller: CallExecutor

    @cached_property
    def agentbox(self) -> "AgentBox":
        """agentbox.php: steering the agents, their phone and their calls."""
        from wolkvox_async.endpoints.agentbox import AgentBox

        return AgentBox(self._caller)

    @cached_property
    def billing(self) -> "Billing":
        """billing.php: what the operation has used this month, by product."""
        from wolkvox_async.endpoints.billing import Billing

        return Billing(self._caller)

    @cached_property
    def campaign(self) -> "Campaign":
        """campaign.php: campaigns, their records, and what becomes of them."""
        from wolkvox_async.endpoints.campaign import Campaign

        return Campaign(self._caller)

    @cached_property
    def configuration(self) -> "Configuration":
        """configuration.php: agents, skills, codes, lists, files and modules of the operation."""
        from wolkvox_async.endpoints.configuration import Configuration

        return Configuration(self._caller)

    @cached_property
    def customer(self) -> "Customer":
        """customer.php: calls and times, each row with its operation."""
        from wolkvox_async.endpoints.customer import Customer

        return Customer(self._caller)

    @cached_property
    def gamification(self) -> "Gamification":
        """gamification.php: points and indicators of agents."""
        from wolkvox_async.endpoints.gamification import Gamification

        return Gamification(self._caller)

    @cached_property
    def information(self) -> "Information":
        """information.php: what the operation has, and what its tokens have used."""
        from wolkvox_async.endpoints.information import Information

        return Information(self._caller)

    @cached_property
    def listenvox(self) -> "ListenVox":
        """listenVox/listenvox.php: analysis of recordings and chats of any origin."""
        from wolkvox_async.endpoints.listenvox import ListenVox

        return ListenVox(self._caller)

    @cached_property
    def quality(self) -> "Quality":
        """quality.php: the quality matrix."""
        from wolkvox_async.endpoints.quality import Quality

        return Quality(self._caller)

    @cached_property
    def real_time(self) -> "RealTime":
        """real_time.php: what goes on now."""
        from wolkvox_async.endpoints.real_time import RealTime

        return RealTime(self._caller)

    @cached_property
    def reports(self) -> "Reports":
        """reports_manager.php: the reports."""
        from wolkvox_async.endpoints.reports import Reports

        return Reports(self._caller)

    @cached_property
    def sms(self) -> "SMS":
        """sms.php: text messages."""
        from wolkvox_async.endpoints.sms import SMS

        return SMS(self._caller)

    @cached_property
    def speech_analytics(self) -> "SpeechAnalytics":
        """speech_analytics.php: transcription and analysis of calls and chats."""
        from wolkvox_async.endpoints.speech_analytics import SpeechAnalytics

        return SpeechAnalytics(self._caller)

    @cached_property
    def storage(self) -> "Storage":
        """wolkvox_storage.php: files and folders of wolkvox Storage."""
        from wolkvox_async.endpoints.storage import Storage

        return Storage(self._caller)

    @cached_property
    def whatsapp(self) -> "WhatsApp":
        """whatsapp.php: WhatsApp messages, templates and chats."""
        from wolkvox_async.endpoints.whatsapp import WhatsApp

        return WhatsApp(self._caller)
