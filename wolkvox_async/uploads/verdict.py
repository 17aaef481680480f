"""What the server says of the records of one batch: how many it took, and which it did not.

The vendor documents one form, `data[0].total_registers`; servers were seen to write others. All are read here, from
the complete document, wherever the counts stand in it. The precedence:

1. `total_success`, or `total_added`: so many were accepted.
2. `total_errors`, `total_rejected` and the like, or a text that counts them ("2 records were rejected"): all others
   were accepted.
3. The distinct positions in `array_errors`: all others were accepted. Several reasons of one record are one rejection.
4. `total_registers`, or a text that counts ("3 records has been added"): so many were accepted. Where it is less than 2
   or 3 leave, the less counts.
5. "All records has been added", where no count stands beside it: all were accepted.

Where the text makes an exception that is not counted ("all but", "5 added, 2 with errors"), 4 and 5 do not say that all
were accepted.

What none of them covers is unknown, never accepted; so is the whole batch where two counts cannot both be true,
or where one cannot be read ("3 of 5" as `total_success`, "none of the 5 records were added").

Positions: 0 among them means that they count from 0, the number of records sent that they count from 1. Without such
evidence "object position N" counts from 0, as in the vendor's sample, and so do plain numbers and keys; "record N" and
"row N" count from 1, as people do.
"""

import re
from collections.abc import Mapping
from typing import Any

from attrs import define, field, frozen

from wolkvox_async.core.shape import empty
from wolkvox_async.uploads.reasons import WITHOUT_REASON, Reasons, as_count, decoded, gather
from wolkvox_async.uploads.wording import ADDED_IN_WORDS, ALL_ADDED, NEGATED, NO_TROUBLE, NOT_ADDED_IN_WORDS, QUALIFIED

__all__ = ["RecordVerdict", "read_verdict"]

_EXACT = ("total_success", "total_added")
_NOT_ADDED = (
    *("total_errors", "total_rejected", "total_failed", "total_invalid", "total_not_added"),
    *("total_duplicates", "total_duplicated", "total_repeated", "total_skipped", "total_ignored", "total_omitted"),
)
_COUNTS = {name.replace("_", ""): name for name in (*_EXACT, *_NOT_ADDED, "total_registers", "total_sent")}
_REASONS = {"arrayerrors", "arrayerror"}
_LISTS = {"errors", "errores", "errorlist", "rejected", "rejections", "failed"}  # reasons where they are a list
_DEPTH = 5  # of objects within objects; a verdict stands in the second


@frozen
class RecordVerdict:
    """How the records of one batch ended. accepted + len(rejected) + unknown is the number of records sent.

    rejected: for each record its index in the batch, from 0 (None where the server does not say which), and why;
    contradiction: the counts that cannot all be true, "" where there are none.
    """

    accepted: int
    rejected: tuple[tuple[int | None, str], ...] = ()
    unknown: int = 0
    contradiction: str = ""


def read_verdict(document: Any, sent: int, *, refused: bool = False) -> RecordVerdict | None:
    """Return what a reply says of the records that were sent with it.

    Args:
        document: The complete reply: its object, a bare list, or a text.
        sent: How many records the batch had, 1 or more.
        refused: Whether the reply as a whole is a refusal. Then `total_registers` that equals `sent` says only how
            many were looked at.

    Returns:
        The verdict; None where the reply has no word on single records. Of a success that means that all records are
        unknown, of a refusal that none was taken.
    """
    found = _Found(sent)
    found.walk(document)
    return found.verdict(refused=refused)


@define
class _Found:
    """The counts and reasons that stand in a document."""

    sent: int
    counts: dict[str, set[int]] = field(factory=dict)
    reasons: Reasons = field(factory=Reasons)
    words: set[int] = field(factory=set)  # counts of added records that stand in a text
    all_added: bool = False  # a text says so of all, without a number
    qualified: bool = False  # a text that says what was added makes an exception: "all but", "5 added, 2 with errors"
    not_added: set[int] = field(factory=set)  # counts of other records that stand in a text
    unclear: list[str] = field(factory=list)  # counts that cannot be read

    def walk(self, value: Any, depth: int = 0) -> None:
        """Gather what a part of the document says."""
        if depth > _DEPTH:
            return
        if isinstance(value, str):
            self._text(value, depth)
        elif isinstance(value, list):
            for each in value:
                self.walk(each, depth + 1)
        elif isinstance(value, Mapping):
            for key, each in value.items():
                name = re.sub(r"[^a-z]", "", str(key).lower())
                if name in _COUNTS:
                    self._counted(_COUNTS[name], decoded(each))
                elif name in _REASONS and each is True:
                    self.unclear.append(f"{key} True")
                elif name in _REASONS or (name in _LISTS and isinstance(decoded(each), list | Mapping)):
                    gather(self.reasons, decoded(each))
                else:
                    self.walk(each, depth + 1)

    def _counted(self, name: str, value: Any) -> None:
        """Take a count; a list in the place of a count of errors is the errors, and what cannot be read is unclear."""
        if (count := as_count(value)) is not None:
            self.counts.setdefault(name, set()).add(count)
        elif name in _NOT_ADDED and isinstance(value, list | Mapping):
            gather(self.reasons, value)
        elif not empty(value):
            self.unclear.append(f"{name} {str(value)[:40]!r}")

    def _text(self, text: str, depth: int) -> None:
        read = decoded(text)
        if not isinstance(read, str):
            self.walk(read, depth + 1)
        for each in ADDED_IN_WORDS.finditer(text):
            if NEGATED.search(text[: each.start()]):
                self.unclear.append(repr(each[0][:40]))
            elif (count := as_count(each[1])) is not None:
                self.words.add(count)
        all_added = ALL_ADDED.search(text) is not None
        self.all_added = self.all_added or all_added
        if all_added or ADDED_IN_WORDS.search(text):
            rest = NOT_ADDED_IN_WORDS.sub(" ", NO_TROUBLE.sub(" ", text))
            self.qualified = self.qualified or QUALIFIED.search(rest) is not None
        found = (as_count(each[1]) for each in NOT_ADDED_IN_WORDS.finditer(text))
        self.not_added |= {count for count in found if count is not None}

    def verdict(self, *, refused: bool) -> RecordVerdict | None:
        sent = self.sent
        if self.unclear or len(self.words) > 1 or any(len(values) > 1 for values in self.counts.values()):
            return self._contradiction()
        counts = {name: next(iter(values)) for name, values in self.counts.items()}
        named, loose = self.reasons.rejections(sent)
        exact = {counts[name] for name in _EXACT if name in counts}
        errors = {counts[name] for name in _NOT_ADDED if name in counts}
        errors |= self.not_added - {0} if self.qualified else self.not_added
        if len(exact) > 1 or len(errors) > 1 or counts.get("total_sent", sent) != sent:
            return self._contradiction()
        return self._decide(
            next(iter(exact), None),
            next(iter(errors), None),
            counts.get("total_registers"),
            named,
            loose,
            refused=refused,
        )

    def _decide(
        self,
        exact: int | None,
        errors: int | None,
        registers: int | None,
        named: Mapping[int, str],
        loose: list[str],
        *,
        refused: bool,
    ) -> RecordVerdict | None:
        """Decide by the precedence that stands at the head of this module."""
        sent, known = self.sent, len(named) + len(loose)
        # As many errors as reasons, some of them of the same record: which of the two it counts is not said.
        several = errors is not None and errors == self.reasons.entries > known
        if several and errors is not None and errors > sent:
            errors, several = known, False
        accepted = exact
        if accepted is None and errors is not None:
            accepted = sent - errors
        if accepted is None and known:
            accepted = sent - known
        word = next(iter(self.words), None) if exact is None and errors is None else None
        for less in (registers, word):
            if exact is None and less is not None and (less < sent if accepted is None else less < accepted):
                accepted = less
        if (
            accepted is None
            and not refused
            and not self.qualified
            and (sent in {registers, word} or (self.all_added and {registers, word} == {None}))
        ):
            accepted = sent
        if accepted is None or (refused and accepted == 0 and exact is None and errors is None and not known):
            return self._contradiction() if max(registers or 0, word or 0) > sent else None
        least = len(named) if errors is None or several else max(errors, len(named))
        if (
            accepted < 0
            or accepted + least > sent
            or (errors is not None and errors < len(named) + bool(loose))
            or (registers is not None and registers not in {sent, accepted})
            or (word is not None and word != accepted)
        ):
            return self._contradiction()
        room = sent - accepted - len(named)
        unnamed = [*loose, *[WITHOUT_REASON] * room]
        fill = min(room, len(loose) if errors is None or several else errors - len(named))
        rejected = [*sorted(named.items()), *((None, reason) for reason in unnamed[:fill])]
        return RecordVerdict(accepted, tuple(rejected), sent - accepted - len(rejected))

    def _contradiction(self) -> RecordVerdict:
        said = [f"{name} {' and '.join(map(str, sorted(values)))}" for name, values in self.counts.items()]
        if self.reasons.positions:
            said.append(f"{len(self.reasons.positions)} positions")
        if self.words:
            said.append(f"{' and '.join(map(str, sorted(self.words)))} added in words")
        why = f"are not clear: {', '.join(self.unclear)}" if self.unclear else "contradict each other"
        also = f"{' with ' if self.unclear else ': '}{', '.join(said)}" if said else ""
        what = f"the server's counts {why}{also}, and {self.sent} were sent"
        return RecordVerdict(0, (), self.sent, what)
