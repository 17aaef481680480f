"""information.php: what the operation has, and what its tokens have used."""

from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.core.wire import Int, Record, Text, record
from wolkvox_async.endpoints.group import Group, table

__all__ = ["ENDPOINTS", "Information", "TokenUsage"]


@record
class TokenUsage(Record):
    """What a token, and all tokens of the operation together, have used today."""

    description: Text
    token_limit: Int  # calls a day
    token_use_today: Int  # of this token
    all_token_today: Int  # of all tokens of the operation
    available_consumption_options: Int  # what is left today


TOKEN_INFO = Endpoint(
    name="information.token_info",
    script="information.php",
    title="Token usage: daily use and limit of the calling token",
    record=TokenUsage,
    source="https://www.wolkvox.com/en/apis-v2-2/10-token-information/",
)


class Information(Group):
    """information.php."""

    async def token_info(self) -> list[TokenUsage]:
        """Token usage: daily use and limit of the calling token, one record. The call itself costs one use.

        Source: https://www.wolkvox.com/en/apis-v2-2/10-token-information/
        """
        return await self._records(TOKEN_INFO)


ENDPOINTS = table([TOKEN_INFO])
