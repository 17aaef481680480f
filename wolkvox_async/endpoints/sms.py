"""sms.php: text messages.

This file is generated from catalogue/sms.toml by `make generate`: change the sheet.
"""

from wolkvox_async.calls.response import Confirmation
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
        Parameter("telephone", "phone", required=True, where="body"),
        Parameter("message", required=True, where="body"),
    ),
    body="json",
    shape="confirmation",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)


class SMS(Group):
    """sms.php: text messages."""

    async def send_sms(self, *, telephone: str, message: str) -> Confirmation:
        """Send an SMS.

        Raises OutcomeUnknown where no answer tells whether it took effect; it is never sent twice.
        In Spanish: Envío de SMS.
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._confirm(SEND_SMS, telephone=telephone, message=message)


ENDPOINTS = table([SEND_SMS])
