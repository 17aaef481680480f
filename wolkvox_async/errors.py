"""One tree of errors. The class says whose fault it is; the attributes say where, and what to do.

The tree::

    WolkvoxError
      ConfigurationError     yours, before anything was sent: a value that cannot be right
        InvalidRecord        ... in a record of an upload: row, field
        AlreadyUploaded      the same records went to the same campaign before: upload_id, started
      StoreUnavailable       permits and quota cannot be counted, so nothing goes out: a locked file, no Redis
      ClientClosed           the client was closed, before the call or while it was under way
      DiskUnavailable        a folder of this machine cannot be written: folder
        JournalUnavailable   ... the journal of uploads
      DestinationUnavailable a warehouse cannot be read or written: destination
      Unreachable            no answer: refused, reset, cut short (sent: whether the server may have seen the call)
      CallTimeout            no answer in time
      ReplyError             the server answered: status, code, msg, data, head (the body's first bytes)
        InvalidRequest         400, 422: the call is wrong
        AuthenticationFailed   401, or 403 for a bad token
        QuotaExhausted         403: the day's quota is spent
          QuotaSpent             ... known from our own count, so nothing was sent; a WaitTooLong too
        TooManySimultaneous    403: another program uses the token
        Maintenance            403 of any other text: the server is in backup or maintenance
        Refused                404 with a reason, 406, ...: the server will not, and repeating never helps
        ServerFault            5xx, HTML, half a body: the server broke
      DecodeError            strict mode: a value is not of its documented type
      WindowFull             one second holds 60,000 rows or more: rows, perhaps cut
      WaitTooLong            the wait for a permit, the quota or the server would exceed max_wait
      OutcomeUnknown         a write may or may not have taken effect; it was not repeated
      FolderLocked           another export writes to the directory
      WorkerLost             a worker of an export died, and so did those that took over its work: attempts
      UploadLocked           another process sends the upload: upload_id
      PartialFailure         some operations of a fleet failed, the others are done: failures by operation

Source of the codes: https://wolkvox.com/en/api-response-codes.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, dataclass_transform

__all__ = [
    "AlreadyUploaded",
    "AuthenticationFailed",
    "CallTimeout",
    "ClientClosed",
    "ConfigurationError",
    "DecodeError",
    "DestinationUnavailable",
    "DiskUnavailable",
    "FolderLocked",
    "InvalidRecord",
    "InvalidRequest",
    "JournalUnavailable",
    "Maintenance",
    "OutcomeUnknown",
    "PartialFailure",
    "QuotaExhausted",
    "QuotaSpent",
    "Refused",
    "ReplyError",
    "ServerFault",
    "StoreUnavailable",
    "TooManySimultaneous",
    "Unreachable",
    "UploadLocked",
    "WaitTooLong",
    "WindowFull",
    "WolkvoxError",
    "WorkerLost",
]


def _rebuild(cls: type["WolkvoxError"], state: dict[str, Any]) -> "WolkvoxError":
    error = cls.__new__(cls)
    error.__dict__.update(state)
    error.args = (error.what,)
    return error


if TYPE_CHECKING:
    # Type checkers know an error's arguments: its annotated attributes, given by name.

    def _first(*, kw_only: bool) -> Any:
        """Mark the field that is given without its name."""

    @dataclass_transform(kw_only_default=True, eq_default=False, field_specifiers=(_first,))
    class _Typed(Exception): ...
else:
    _Typed = Exception


class WolkvoxError(_Typed):
    """The root: what happened, where (operation, endpoint, window), advice on what to do.

    command_advice: the advice in words of the command line, where it has others; part: which part of the place, as
    `page 3` or the name of a setting; then: what was not done for it; page: of a list of pages, the one that failed;
    smaller: a read of a smaller window may still succeed.
    """

    if TYPE_CHECKING:
        what: str = _first(kw_only=False)
    advice: str = ""
    command_advice: str = ""
    operation: str | None = None
    endpoint: str | None = None
    window: Any = None
    part: str = ""
    then: str = ""
    page: int | None = None
    smaller: bool = False

    if not TYPE_CHECKING:

        def __init__(self, what: str, **facts: Any) -> None:
            super().__init__(what)
            self.what = what
            known = {name for cls in type(self).__mro__ for name in vars(cls).get("__annotations__", ())}
            for name in facts.keys() - known:
                raise TypeError(f"{type(self).__name__} has no {name}")
            self.__dict__.update({"advice": "", "operation": None, "endpoint": None, "window": None} | facts)

    def at(self, *, operation: str | None = None, endpoint: str | None = None, window: Any = None) -> Self:
        """Say where it happened, where that is not known yet; returns the error itself."""
        self.operation = self.operation or operation
        self.endpoint = self.endpoint or endpoint
        self.window = self.window or window
        return self

    def within(self, part: str) -> Self:
        """Say in which part of its place it happened, the wider part last; returns the error itself."""
        self.part = f"{part}: {self.part}" if self.part else part
        return self

    @property
    def detail(self) -> str:
        """What happened, in which part, and what was not done for it: all but the place and the advice."""
        text = f"{self.part}: {self.what}" if self.part else self.what
        return f"{text}; {self.then}" if self.then else text

    def __str__(self) -> str:
        where = " ".join(str(part) for part in (self.operation, self.endpoint, self.window) if part)
        text = f"{where}: {self.detail}" if where else self.detail
        return f"{text}; {self.advice}" if self.advice else text

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.__dict__)


@contextmanager
def placed(*, operation: str | None = None, endpoint: str | None = None, window: Any = None) -> Iterator[None]:
    """Give the errors of the tree that leave a block their place, as `WolkvoxError.at` does."""
    try:
        yield
    except WolkvoxError as error:
        error.at(operation=operation, endpoint=endpoint, window=window)
        raise


class ConfigurationError(WolkvoxError):
    """A value that cannot be right; nothing was sent. missing: the parameters that were not given, where that is it."""

    missing: tuple[str, ...] = ()


class InvalidRecord(ConfigurationError):
    """A record of an upload that the server would not take.

    row counts from 1, and is the line of a file; field is None for the whole row; reason is what is wrong, without it.
    Where several records are invalid, these are of the first; faults has row and reason of the first hundred, and count
    says how many there are.
    """

    row: int
    field: str | None
    reason: str
    faults: tuple[tuple[int, str], ...] = ()
    count: int = 1


class StoreUnavailable(WolkvoxError):
    """The store of permits and quota cannot be used, so no call goes out: a locked file, a full disk, no Redis."""


class ClientClosed(WolkvoxError):
    """The client was closed, before the call or while it was under way. A write that was sent is OutcomeUnknown."""


class DiskUnavailable(WolkvoxError):
    """A folder of this machine cannot be written: it is full, read-only or gone. folder names it."""

    folder: str = ""


class JournalUnavailable(DiskUnavailable):
    """The journal of uploads cannot be read or written (folder); no batch goes out that is not written down."""


class DestinationUnavailable(WolkvoxError):
    """A warehouse cannot be read or written; destination is its address without user and password."""

    destination: str = ""


class AlreadyUploaded(ConfigurationError):
    """The same records went to the same campaign before, as upload_id, begun at `started`; nothing was sent."""

    upload_id: str
    started: datetime


class UploadLocked(WolkvoxError):
    """Another process, or another task of this one, sends this upload (upload_id) now."""

    upload_id: str


class Unreachable(WolkvoxError):
    """No answer came. sent is False where the server cannot have seen the call."""

    sent: bool = True


class CallTimeout(WolkvoxError):
    """No answer, or not all of it, came in time. seconds is how long it was waited for."""

    seconds: float
    sent: bool = True


class ReplyError(WolkvoxError):
    """The server answered, and the answer is no.

    status: of HTTP; code, msg, data: of the body, None where it has none; head: the body's first bytes;
    rows: the records that came with it; complete: the reply is all that the server has, so it is not asked again;
    cut: the body ends too early.
    """

    status: int | None = None
    code: str | None = None
    msg: str | None = None
    data: Any = None
    head: bytes = b""
    rows: Sequence[Any] = ()
    complete: bool = False
    cut: bool = False


class InvalidRequest(ReplyError):
    """400 or 422: the call is wrong, and would be wrong again."""


class AuthenticationFailed(ReplyError):
    """401, or 403 with PLEASE VALIDATE TOKEN."""


class QuotaExhausted(ReplyError):
    """The operation's calls of this day are spent. resets_at says when the next day begins."""

    resets_at: datetime | None = None


class TooManySimultaneous(ReplyError):
    """403: a third call at once, so another program uses the token."""


class Maintenance(ReplyError):
    """403 of any other text: the server is in backup or maintenance."""


class Refused(ReplyError):
    """The server will not do it (unknown campaign, licence cap, rejected records …); repeating never helps.

    upload is the UploadResult so far where an upload was refused.
    """

    upload: Any = None


class ServerFault(ReplyError):
    """5xx, an HTML page, a body cut short or no JSON: the server broke."""


class DecodeError(WolkvoxError):
    """Strict mode: record (counted from 1), field, value and the documented type."""

    record: int
    field: str
    value: Any
    type: str


class WindowFull(WolkvoxError):
    """One second holds as many rows as a reply can: rows has them, and there may be more."""

    rows: Sequence[Any] = ()


class WaitTooLong(WolkvoxError):
    """The wait was refused: seconds it would take (or took), until when, why, and max_wait."""

    seconds: float | None = None
    until: datetime | None = None
    why: str = ""
    max_wait: float | None = None


class QuotaSpent(QuotaExhausted, WaitTooLong):
    """Our own count says the day's quota is spent, and the next day is further off than max_wait. Not sent."""

    why: str = "quota"


class OutcomeUnknown(WolkvoxError):
    """A write was sent and no answer tells whether it took effect. It was not sent again.

    first_row, last_row: the records it carried (counted from 1), where it was an upload;
    upload: the UploadResult so far.
    """

    first_row: int | None = None
    last_row: int | None = None
    upload: Any = None


class FolderLocked(WolkvoxError):
    """Another export writes to the directory; nothing was sent."""


class WorkerLost(WolkvoxError):
    """A worker of an export died, and so did those that took over its work; attempts says how many. Its files stay."""

    attempts: int = 1


class PartialFailure(WolkvoxError):
    """Some operations failed, the others came to their end. failures: the error by operation's name."""

    failures: Mapping[str, WolkvoxError]

    @classmethod
    def of(cls, failures: Mapping[str, WolkvoxError], total: int) -> Self:
        """Return the error of a fleet, of which some operations failed."""
        first = next(iter(failures.values()))
        others = f" (and {len(failures) - 1} more)" if len(failures) > 1 else ""
        what = f"{len(failures)} of {total} operations failed: {first}{others}"
        return cls(what, advice="the others are complete", failures=dict(failures))
