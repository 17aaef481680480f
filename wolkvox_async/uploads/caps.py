"""The vendor's bounds on what a campaign holds, looked at before the first call."""

from wolkvox_async import events, limits
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.operation import Operation

__all__ = ["check_cap"]


def check_cap(operation: Operation, endpoint: str, campaign: str, records: int) -> events.PerhapsTooMany | None:
    """Refuse more records than a campaign of the operation holds.

    Args:
        operation: The operation.
        endpoint: What is called.
        campaign: The campaign's number.
        records: How many records it is to get.

    Returns:
        The warning where they may be too many, but the kind of the server is not known; None where they are not.

    Raises:
        ConfigurationError: They are too many.
    """
    most = operation.campaign_records
    if most is None:
        caps = {kind: each * operation.licences for kind, each in limits.CAMPAIGN_RECORDS.items()}
        if records <= min(caps.values()):
            return None
        return events.PerhapsTooMany(
            operation=operation.name, endpoint=endpoint, campaign_id=campaign, records=records, **caps
        )
    if records > most:
        kind = f" on a {operation.server_kind} server" if operation.licences > limits.SMALL_LICENCES else ""
        raise ConfigurationError(
            f"{records:,} records are more than campaign {campaign} can hold: at most {most:,} with "
            f"{operation.licences:,} licences{kind}; nothing was sent",
            advice="divide them among campaigns, or upload a part and the rest when the campaign has been cleared",
        )
    return None
