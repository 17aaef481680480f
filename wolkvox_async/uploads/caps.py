"""The vendor's bounds on what a campaign holds, looked at before the first call."""

from wolkvox_async import events, limits
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.operation import Operation

__all__ = ["check_cap", "check_running"]


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
            operation=operation.name, endpoint=endpoint, campaign_id=campaign, what="records", count=records, **caps
        )
    if records > most:
        kind = f" on a {operation.server_kind} server" if operation.licences > limits.SMALL_LICENCES else ""
        raise ConfigurationError(
            f"{records:,} records are more than campaign {campaign} can hold: at most {most:,} with "
            f"{operation.licences:,} licences{kind}; nothing was sent",
            advice="divide them among campaigns, or upload a part and the rest when the campaign has been cleared",
        )
    return None


def check_running(operation: Operation, endpoint: str, campaign: str, others: int) -> events.PerhapsTooMany | None:
    """Refuse a running predictive campaign where as many others run as the server allows.

    Args:
        operation: The operation.
        endpoint: What is called.
        campaign: The campaign's number.
        others: Other predictive campaigns that are known to run, since they get records at this moment.

    Returns:
        The warning where they may be too many, but the kind of the server is not known; None where they are not.

    Raises:
        ConfigurationError: They are too many.
    """
    most = operation.predictive_campaigns
    if most is None:
        if others < min(limits.PREDICTIVE_AT_ONCE.values()):
            return None
        return events.PerhapsTooMany(
            operation=operation.name,
            endpoint=endpoint,
            campaign_id=campaign,
            what="campaigns",
            count=others + 1,
            **limits.PREDICTIVE_AT_ONCE,
        )
    if others >= most:
        raise ConfigurationError(
            f"campaign {campaign} would be predictive campaign {others + 1} that runs at once: at most {most} do on a "
            f"{operation.server_kind} server; nothing was sent",
            advice="stop one of the others, or wait until their uploads have ended",
        )
    return None
