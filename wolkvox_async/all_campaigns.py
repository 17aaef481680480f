"""What `campaign_id = "all"` stands for, where an endpoint takes one campaign a call: the server's own list.

Most reports know the word themselves and answer for all campaigns in one call. Of those that do not, as
`campaign.detail`, the operation's campaigns are asked for, once for a job: one call of `information.campaigns`.
"""

from collections.abc import Mapping
from typing import Any

from wolkvox_async.client import Wolkvox
from wolkvox_async.config import combinations
from wolkvox_async.core.endpoint import Parameter
from wolkvox_async.endpoints import find
from wolkvox_async.errors import ConfigurationError

__all__ = ["ENDPOINT", "KIND", "Campaigns", "must_ask"]

ENDPOINT = "information.campaigns"
"""What is called to know the campaigns."""
KIND = ("type_campaign",)
"""The parameters that follow from the campaign."""
_ALL, _ID, _KIND = "all", "campaign_id", *KIND


def _parameter(endpoint: str, name: str) -> Parameter | None:
    return next((each for each in find(endpoint).parameters if each.name == name), None)


def _values(given: Any) -> list[Any]:
    return list(given) if isinstance(given, list | tuple) else [given]


def must_ask(endpoint: str, given: Mapping[str, Any]) -> bool:
    """Whether the campaigns have to be asked for before the reports of an endpoint are known.

    Args:
        endpoint: Its name, as in `campaign.detail`.
        given: Its parameters.
    """
    parameter = _parameter(endpoint, _ID)
    if parameter is None or _ALL in parameter.also:
        return False
    return any(isinstance(each, str) and each.strip().lower() == _ALL for each in _values(given.get(_ID)))


class Campaigns:
    """The campaigns of one operation, asked for when they are first needed, and once.

    Args:
        client: The operation's client.
    """

    def __init__(self, client: Wolkvox) -> None:
        self._client = client
        self._found: dict[str, str] | None = None

    @property
    def asked(self) -> bool:
        """Whether the call was made."""
        return self._found is not None

    async def sets(self, endpoint: str, given: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return one set of parameters for each report that is meant.

        Args:
            endpoint: Name of the endpoint.
            given: Its parameters. Where campaign_id is "all", there is one set a campaign, with the campaign's own
                type_campaign; a type_campaign that is given leaves out the campaigns of other types.

        Raises:
            ConfigurationError: A list is empty, or the server has no such campaign.
            WolkvoxError: Whatever ends a call.
        """
        if not must_ask(endpoint, given):
            return combinations(given)
        if self._found is None:
            self._found = await self._ask()
        kind = _parameter(endpoint, _KIND)
        wanted = [str(each) for each in _values(given.get(_KIND)) if each is not None]
        found = [
            {_ID: campaign} | ({_KIND: own} if kind is not None else {})
            for campaign, own in self._found.items()
            if kind is None or own in (wanted or kind.values)
        ]
        if not found:
            raise ConfigurationError(
                f"the server lists no {' or '.join(wanted) or 'such'} campaign, so nothing can be asked for",
                advice="give campaign_id, or skip the report for this operation",
            ).at(operation=self._client.operation.name, endpoint=endpoint)
        return [own | each for own in combinations(_without(given)) for each in found]

    async def _ask(self) -> dict[str, str]:
        """Return the type of each campaign by its id."""
        rows = await self._client.information.campaigns()  # in the lane of the client
        found = {str(row.campaign_id or ""): (row.type_campaign or "").strip().lower() for row in rows}
        if "" in found:
            raise ConfigurationError(
                "the server lists a campaign without an id, so not all of them can be asked for",
                advice="give campaign_id",
            ).at(operation=self._client.operation.name, endpoint=ENDPOINT)
        return found


def _without(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name not in (_ID, _KIND)}
