"""An endpoint is data: one frozen value is the source for the client, the command line and the docs.

What the rows of a report mean decides how its windows may be cut and put together again, so that stands in the
value too: `Events` concatenate, `Buckets` are cut on their boundaries only, `Totals` are merged by rule or not at all.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Generic, Literal, TypeVar

from attrs import Factory, field, frozen

from wolkvox_async import limits

__all__ = [
    "RECORDS",
    "Buckets",
    "Endpoint",
    "Events",
    "Expected",
    "Kind",
    "Parameter",
    "Rows",
    "Shape",
    "Share",
    "Totals",
]

R = TypeVar("R")


Kind = Literal["str", "id", "int", "phone", "enum", "moment", "time", "list", "object", "file"]


@frozen
class Parameter:
    """One parameter of a call: the keyword argument, and what may be given and how it is written.

    wire: the name on the wire, where it is another; values: of an enumeration; also: words that stand for a value
    (`all`); longest: of a text, in characters; least, most: of a number; form: of a moment or time, as strftime has it;
    items: what a list holds; joined: what it is joined by, where the wire wants one text; bare: a JSON number, where
    others are quoted.
    """

    name: str
    kind: Kind = "str"
    required: bool = field(default=False, kw_only=True)
    values: tuple[str, ...] = field(default=(), kw_only=True)
    also: tuple[str, ...] = field(default=(), kw_only=True)
    where: Literal["query", "body"] = field(default="query", kw_only=True)
    wire: str = field(default=Factory(lambda self: self.name, takes_self=True), kw_only=True)
    longest: int | None = field(default=None, kw_only=True)
    least: int | None = field(default=None, kw_only=True)
    most: int | None = field(default=None, kw_only=True)
    form: str = field(default="%Y%m%d%H%M%S", kw_only=True)
    joined: str = field(default="", kw_only=True)
    bare: bool = field(default=False, kw_only=True)
    items: Literal["text", "object"] = field(default="text", kw_only=True)
    notes: str = field(default="", kw_only=True)


@frozen(kw_only=True)
class Events:
    """Each row is one dated event. key identifies it (empty: unknown); split=False: the window is never cut."""

    key: tuple[str, ...] = ()
    time: str | None = None
    split: bool = True


@frozen(kw_only=True)
class Buckets:
    """One row per span of time and `by`. Windows are cut on multiples of span from midnight.

    dated=False: the rows name an hour and no date, so the same hour of several days is one row, and only a window
    within one day tells the day.
    """

    span: timedelta
    time: str
    by: tuple[str, ...] = ()
    dated: bool = True

    @property
    def nested(self) -> bool:
        """Whether the spans stand in a list within each row, as in `stats.date`."""
        return "." in self.time


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


Shape = Literal["records", "record", "keyed", "confirmation"]


@frozen(kw_only=True)
class Expected:
    """What a reply is expected to hold; the words are those of Endpoint.

    list_key: where the records stand as a list that can be read batch by batch; None where the document is read whole.
    """

    shape: Shape = "records"
    key: str = "data"
    keyed: str = ""
    counts: bool = True
    full: int = limits.REPLY_RECORDS

    @property
    def list_key(self) -> str | None:
        return self.key if self.shape == "records" and self.key and "." not in self.key else None


RECORDS = Expected()
"""What is expected of a reply of which nothing is known: a list of records under `data`."""


@frozen(kw_only=True)
class Endpoint(Generic[R]):
    """What the vendor's page says of one endpoint.

    name: group and api, as in `reports.cdr_1`; script, api, method: where it lives.
    title: what it is, in English, and `spanish`; summary: one sentence more.
    record: the attrs class of a row; rows: what they mean, None where no window is taken.
    window: the longest span of one call; full: the number of rows at which a reply is perhaps cut.
    reread: how long rows may change after their window has ended; an export reads them again until then.
    cost: calls of the daily quota; limits: what deviates from the vendor's standard limits, for people.
    one_of: parameters of which at least one is needed; body: how those of the body are written.
    reads: whether it may be asked again without harm; irreversible: whether what it does cannot be undone.
    shape: records, a list of them; record, one; keyed, an object whose keys go into the field `keyed`;
        confirmation, no data of its own. key: where in the reply they are ("": the reply itself).
    counts: whether msg promises how many there are; total: where else the reply tells that.
    source: the vendor's page.
    """

    name: str
    script: str
    method: Literal["GET", "POST", "PUT", "DELETE"] = "GET"
    title: str
    spanish: str = ""
    summary: str = ""
    record: type[R]
    parameters: tuple[Parameter, ...] = ()
    one_of: tuple[str, ...] = ()
    body: Literal["json", "array", "multipart"] | None = None
    rows: Rows | None = None
    window: timedelta = limits.WINDOW
    reread: timedelta = timedelta()
    full: int = limits.REPLY_RECORDS
    cost: int = 1
    limits: tuple[str, ...] = ()
    shape: Shape = "records"
    key: str = "data"
    keyed: str = ""
    counts: bool = True
    total: str = ""
    reads: bool = Factory(lambda self: self.method == "GET", takes_self=True)
    irreversible: bool = False
    api: str = Factory(lambda self: self.name.partition(".")[2], takes_self=True)
    source: str

    @property
    def expected(self) -> Expected:
        """What a reply is expected to hold."""
        return Expected(shape=self.shape, key=self.key, keyed=self.keyed, counts=self.counts, full=self.full)
