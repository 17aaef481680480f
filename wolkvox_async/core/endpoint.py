"""An endpoint is data: one frozen value is the source for the client, the command line and the docs.

What the rows of a report mean decides how its windows may be cut and put together again, so that stands in the
value too: `Events` concatenate, `Buckets` are cut on their boundaries only, `Totals` are merged by rule or not at all.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Generic, Literal, TypeVar

from attrs import Factory, field, frozen

from wolkvox_async import limits

__all__ = ["Buckets", "Endpoint", "Events", "Parameter", "Rows", "Share", "Totals"]

R = TypeVar("R")


@frozen
class Parameter:
    """One parameter of a call: its name on the wire, the kind of value and, of an enumeration, the values."""

    name: str
    kind: Literal["str", "id", "int", "phone", "enum"] = "str"
    required: bool = field(default=False, kw_only=True)
    values: tuple[str, ...] = field(default=(), kw_only=True)
    where: Literal["query", "body"] = field(default="query", kw_only=True)
    notes: str = field(default="", kw_only=True)


@frozen(kw_only=True)
class Events:
    """Each row is one dated event. key identifies it (empty: unknown); split=False: the window is never cut."""

    key: tuple[str, ...] = ()
    time: str | None = None
    split: bool = True


@frozen(kw_only=True)
class Buckets:
    """One row per span of time and `by`. Windows are cut on multiples of span from midnight."""

    span: timedelta
    time: str
    by: tuple[str, ...] = ()


@frozen
class Share:
    """A derived percentage: numerator / denominator x 100; the denominator may be the sum over all rows."""

    of: str
    over: str | None = None  # another field of the row; None: the sum of `of` over all rows


@frozen(kw_only=True)
class Totals:
    """Aggregated over the whole window per `by`: merged by adding `additive`, then `derived`, or not at all."""

    by: tuple[str, ...]
    merge: Literal["sum", "recompute", "none"]
    additive: tuple[str, ...] = ()
    derived: Mapping[str, Share] = Factory(dict)
    why: str = ""  # why the totals of two windows cannot be merged


Rows = Events | Buckets | Totals


@frozen(kw_only=True)
class Endpoint(Generic[R]):
    """What the vendor's page says of one endpoint.

    name: group and api, as in `reports.cdr_1`; script, api, method: where it lives.
    title: what it is; record: the attrs class of a row; rows: what they mean, None where no window is taken.
    window: the longest span of one call; full: the number of rows at which a reply is perhaps cut.
    cost: calls of the daily quota; source: the vendor's page.
    """

    name: str
    script: str
    method: Literal["GET", "POST", "PUT", "DELETE"] = "GET"
    title: str
    record: type[R]
    parameters: tuple[Parameter, ...] = ()
    rows: Rows | None = None
    window: timedelta = limits.WINDOW
    full: int = limits.REPLY_RECORDS
    cost: int = 1
    api: str = Factory(lambda self: self.name.partition(".")[2], takes_self=True)
    source: str
