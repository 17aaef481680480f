"""An endpoint is data: one frozen value is the source for the client, the command line and the docs.

What the rows of a report mean decides how its windows may be cut and put together again, so that stands in the
value too: `Events` concatenate, `Buckets` are cut on their boundaries only, `Totals` are merged by rule or not at all.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Generic, Literal, TypeVar

from attrs import Factory, field, frozen

from wolkvox_async import limits
from wolkvox_async.described import described
from wolkvox_async.value import Value

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


@described
@frozen(eq=False, repr=False)
class Parameter(Value):
    """One parameter of a call: what may be given, and how it is written."""

    name: str
    """Of the keyword argument."""
    kind: Kind = "str"
    """What the value is."""
    required: bool = field(default=False, kw_only=True)
    """Whether it must be given."""
    values: tuple[str, ...] = field(default=(), kw_only=True)
    """Words of an enumeration."""
    also: tuple[str, ...] = field(default=(), kw_only=True)
    """Words that stand for a value, as `all`."""
    where: Literal["query", "body", "both"] = field(default="query", kw_only=True)
    """Part of the request that it goes into."""
    wire: str = field(default=Factory(lambda self: self.name, takes_self=True), kw_only=True)
    """Name on the wire."""
    longest: int | None = field(default=None, kw_only=True)
    """Most characters of a text."""
    least: int | None = field(default=None, kw_only=True)
    """Smallest number."""
    most: int | None = field(default=None, kw_only=True)
    """Largest number."""
    form: str = field(default="%Y%m%d%H%M%S", kw_only=True)
    """Form of a moment or time, as strftime has it."""
    joined: str = field(default="", kw_only=True)
    """Separator, where the wire wants a list as one text."""
    bare: bool = field(default=False, kw_only=True)
    """Whether a number is a JSON number; others are quoted."""
    items: Literal["text", "object"] = field(default="text", kw_only=True)
    """What a list holds."""
    notes: str = field(default="", kw_only=True)
    """What the value means, and what else is to be known."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Events(Value):
    """Each row is one dated event."""

    key: tuple[str, ...] = ()
    """Fields that identify a row; empty: unknown."""
    time: str | None = None
    """Field that dates a row; None: unknown."""
    split: bool = True
    """Whether a window may be cut; where not, a cut would lose rows."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Buckets(Value):
    """One row per span of time and `by`; windows are cut on multiples of span from midnight."""

    span: timedelta
    """Length of a bucket."""
    time: str
    """Field that names the bucket."""
    by: tuple[str, ...] = ()
    """Fields that name a row within a bucket."""
    dated: bool = True
    """Whether rows name their date. Where they name an hour alone, that hour of several days is one row."""

    @property
    def nested(self) -> bool:
        """Whether the spans stand in a list within each row, as in `stats.date`."""
        return "." in self.time

    @property
    def hour(self) -> str:
        """The field that holds the hour, where it stands apart from the date; "" where none does."""
        if not self.dated:
            return self.time
        return "hour" if "hour" in self.by else ""


@described
@frozen(eq=False, repr=False)
class Share(Value):
    """A derived percentage: numerator / denominator x 100."""

    of: str
    """Field of the numerator."""
    over: str | None = None
    """Field of the denominator; None: the sum of `of` over all rows."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Totals(Value):
    """Aggregated over the whole window per `by`."""

    by: tuple[str, ...]
    """Fields that name a row; empty: one row."""
    merge: Literal["sum", "recompute", "none"]
    """How the rows of several windows become one: added up, added up with `derived` computed again, or not at all."""
    additive: tuple[str, ...] = ()
    """Fields that are added up."""
    derived: Mapping[str, Share] = Factory(dict)
    """Fields that are computed from them."""
    why: str = ""
    """Why the totals of two windows cannot be merged."""


Rows = Events | Buckets | Totals


Shape = Literal["records", "record", "keyed", "confirmation"]


@frozen(kw_only=True, eq=False, repr=False)
class Expected(Value):
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
        """Where the records stand as a list that can be read batch by batch; None: the document is read whole."""
        return self.key if self.shape == "records" and self.key and "." not in self.key else None


RECORDS = Expected()
"""What is expected of a reply of which nothing is known: a list of records under `data`."""


@described
@frozen(kw_only=True, eq=False, repr=False)
class Endpoint(Value, Generic[R]):
    """What the vendor's page says of one endpoint."""

    name: str
    """Group and method, as in `reports.cdr_1`."""
    script: str
    """Path below the address of the API."""
    method: Literal["GET", "POST", "PUT", "DELETE"] = "GET"
    """HTTP method."""
    title: str
    """What it is, in English."""
    spanish: str = ""
    """What it is, in Spanish."""
    summary: str = ""
    """One sentence more."""
    record: type[R]
    """Class of a row."""
    parameters: tuple[Parameter, ...] = ()
    """What may be given."""
    one_of: tuple[str, ...] = ()
    """Parameters of which at least one is needed."""
    body: Literal["json", "array", "multipart"] | None = None
    """How the parameters of the body are written."""
    rows: Rows | None = None
    """What the rows mean; None where no window is taken."""
    window: timedelta = limits.WINDOW
    """Longest span of one call."""
    reread: timedelta = timedelta()
    """How long rows may change after their window has ended; an export reads them again until then."""
    full: int = limits.REPLY_RECORDS
    """Number of rows at which a reply is perhaps truncated."""
    cost: int = 1
    """Calls of the daily quota."""
    limits: tuple[str, ...] = ()
    """What deviates from the vendor's standard limits, in words."""
    shape: Shape = "records"
    """records: a list of them; record: one; keyed: an object whose keys go into `keyed`; confirmation: none."""
    key: str = "data"
    """Where in the reply the records are; "": the reply itself."""
    keyed: str = ""
    """Field that gets the keys of an object of records."""
    counts: bool = True
    """Whether msg promises how many records there are."""
    total: str = ""
    """Where else the reply says how many there are."""
    reads: bool = Factory(lambda self: self.method == "GET", takes_self=True)
    """Whether it may be asked again without harm."""
    irreversible: bool = False
    """Whether what it does cannot be undone."""
    api: str = Factory(lambda self: self.name.partition(".")[2], takes_self=True)
    """Value of the api parameter."""
    source: str
    """The vendor's page."""

    @property
    def expected(self) -> Expected:
        """What a reply is expected to hold."""
        return Expected(shape=self.shape, key=self.key, keyed=self.keyed, counts=self.counts, full=self.full)
