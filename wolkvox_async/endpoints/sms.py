"""sms.php: text messages.

This file is generated from catalogue/sms.toml by `make generate`: change that.
"""

from wolkvox_async.calls.confirmation import Confirmation
from wolkvox_async.core.endpoint import Endpoint, Parameter
from wolkvox_async.endpoints.group import Group, table

__all__ = ["ENDPOINTS", "SMS"]

SEND_SMS = Endpoint(
    name="sms.send_sms",
    script="sms.php",
    method="POST",
    title="Send an SMS",
    spanish="Envío de SMS",
    record=Confirmation,
    parameters=(
        Parameter("telephone", "phone", required=True, where="body", notes="phone that gets the message"),
        Parameter("message", required=True, where="body", notes="text of the message"),
    ),
    body="json",
    shape="confirmation",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)


class SMS(Group):
    """sms.php: text messages."""

    async def send_sms(self, *, telephone: str, message: str) -> Confirmation:
        """Send an SMS.

        In Spanish: Envío de SMS.

        Args:
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
        return await self._confirm(SEND_SMS, telephone=telephone, message=message)


ENDPOINTS = table([SEND_SMS])
