"""The records that go up to campaign.php: leads of both kinds of campaign, and do-not-call numbers."""

from datetime import datetime

from attrs import frozen

from wolkvox_async.core.batches import limited
from wolkvox_async.core.plain import Plain
from wolkvox_async.described import described

__all__ = ["LEADS", "DncNumber", "PredictiveLead", "PreviewLead"]


@described
@frozen(kw_only=True, repr=False)
class _Lead(Plain):
    """What both kinds of campaign take of a customer; everything is text on the wire."""

    customer_name: str = ""
    """Customer's name."""
    customer_last_name: str = ""
    """Customer's last name."""
    id_type: str = ""
    """Kind of identity document."""
    customer_id: str = ""
    """Customer's id; the server refuses a record without it."""
    age: str | int = limited("int", least=0)
    """Customer's age, in years."""
    gender: str = ""
    """Customer's gender."""
    country: str = ""
    """Customer's country."""
    state: str = ""
    """Customer's state."""
    city: str = ""
    """Customer's city."""
    zone: str = ""
    """Customer's zone."""
    address: str = ""
    """Customer's street address."""
    opt1: str = limited(longest=100)
    """Extra field of the campaign; at most 100 characters."""
    opt2: str = limited(longest=100)
    """Extra field of the campaign; at most 100 characters."""
    opt3: str = limited(longest=100)
    """Extra field of the campaign; at most 100 characters."""
    opt4: str = limited(longest=100)
    """Extra field of the campaign; at most 100 characters."""
    opt5: str = limited(longest=100)
    """Extra field of the campaign; at most 100 characters."""
    opt6: str = limited(longest=100)
    """Extra field of the campaign; at most 100 characters."""
    opt7: str = limited(longest=200)
    """Extra field of the campaign; at most 200 characters."""
    opt8: str = limited(longest=200)
    """Extra field of the campaign; at most 200 characters."""
    opt9: str = limited(longest=200)
    """Extra field of the campaign; at most 200 characters."""
    opt10: str = limited(longest=200)
    """Extra field of the campaign; at most 200 characters."""
    opt11: str = limited(longest=200)
    """Extra field of the campaign; at most 200 characters."""
    opt12: str = limited(longest=200)
    """Extra field of the campaign; at most 200 characters."""
    tel1: str | int = limited("phone", required=True)
    """Customer's phone, digits only; required."""
    tel2: str | int = limited("phone")
    """Another phone, digits only."""
    tel3: str | int = limited("phone")
    """Another phone, digits only."""
    tel4: str | int = limited("phone")
    """Another phone, digits only."""
    tel5: str | int = limited("phone")
    """Another phone, digits only."""
    tel6: str | int = limited("phone")
    """Another phone, digits only."""
    tel7: str | int = limited("phone")
    """Another phone, digits only."""
    tel8: str | int = limited("phone")
    """Another phone, digits only."""
    tel9: str | int = limited("phone")
    """Another phone, digits only."""
    tel10: str | int = limited("phone")
    """Another phone, digits only."""

    def __repr__(self) -> str:
        given = (f"{name}={self[name]!r}" for name in self.keys() if self[name] != "")
        return f"{type(self).__name__}({', '.join(given)})"


@described
@frozen(kw_only=True, repr=False)
class PredictiveLead(_Lead):
    """A record for a predictive campaign."""

    tel_extra: str | int = limited("phone")
    """Another phone, digits only."""
    email: str = ""
    """Customer's mail address."""
    recall_date: str | datetime = limited("moment")  # noqa: RUF009 - an attrs field, not a dataclass one
    """When to call back: a datetime on the operation's wall clock, or YYYYmmddHHMMSS."""
    recall_telephone: str | int = limited("phone")
    """Number of the call-back, digits only."""


@described
@frozen(kw_only=True, repr=False)
class PreviewLead(_Lead):
    """A record for a preview campaign."""

    agent_id: str | int = limited("id")
    """Id of the agent who gets the record."""


@described
@frozen
class DncNumber(Plain):
    """A number that is not to be called for a number of days."""

    telephone: str | int = limited("phone", required=True)
    """Phone not to be called, digits only; required."""
    days_block: str | int = limited("int", least=1, required=True, notes="days until the number may be called again")
    """Days until it may be called again, 1 or more; required."""


LEADS: dict[str, type[_Lead]] = {"predictive": PredictiveLead, "preview": PreviewLead}
"""The class of a record, by the kind of campaign."""
