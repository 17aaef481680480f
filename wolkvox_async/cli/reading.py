"""How `wolkvox upload` reads its file: the options, and what is shown and asked before anything is sent."""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
from attrs import frozen

from wolkvox_async.cli.choice import Choice
from wolkvox_async.cli.rejects import check_place
from wolkvox_async.cli.runner import line_of
from wolkvox_async.cli.shared import Mistake, say
from wolkvox_async.cli.signals import agreed, can_ask
from wolkvox_async.core.batches import rules
from wolkvox_async.core.validation import NOT_A_PHONE
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.uploads.sources import RecordFile, Row
from wolkvox_async.uploads.sources.rows import Rows

__all__ = ["Reading", "as_mistake", "reading_options"]

F = TypeVar("F", bound=Callable[..., Any])

_EXAMPLE = {
    "customer_name": "María",
    "customer_last_name": "Pérez",
    "id_type": "CC",
    "customer_id": "52123456",
    "age": "34",
    "country": "Colombia",
    "city": "Bogotá",
    "address": "Calle 26 # 59-41",
    "opt1": "web",
    "tel1": "573001112233",
    "email": "maria@example.com",
}


@contextmanager
def as_mistake() -> Iterator[None]:
    """End the command with one line where the file or an option cannot be right."""
    try:
        yield
    except ConfigurationError as error:
        raise Mistake(line_of(error)) from None


class _File(RecordFile):
    """A file that says at its end how many rows agree with an earlier one."""

    left_out = False
    person: tuple[str, ...] = ("customer_id", "tel1")  # by which rows are found to agree

    def parts(self, known: Any = None) -> Iterator[Row | Rows]:
        yield from super().parts(known)
        if self.duplicates:
            more = ", …" if self.duplicates > len(self.duplicate_rows) else ""
            found = f"duplicates: {self.duplicates:,}, in rows {', '.join(map(str, self.duplicate_rows))}{more}"
            if self.left_out:
                say(f"wolkvox: {found}; left out, since an earlier row agrees")
            else:
                say(
                    f"wolkvox: warning: {found}; an earlier row has the same {' and '.join(self.person)}, and all are"
                    f" sent; --dedupe {','.join(self.person)} leaves them out"
                )


@frozen
class Reading:
    """The options of a file's reading."""

    encoding: str | None
    delimiter: str | None
    sheet: str | None
    columns: Mapping[str, str]
    country: str | None
    dedupe: tuple[str, ...]
    yes: bool

    def completed(self, earlier: Mapping[str, Any]) -> "Reading":
        """Return the options, those that are not given as an earlier upload had them.

        Args:
            earlier: Those of its `RecordFile`.
        """
        return Reading(
            self.encoding or earlier.get("encoding"),
            self.delimiter or earlier.get("delimiter"),
            self.sheet or earlier.get("sheet"),
            self.columns or earlier.get("columns", {}),
            self.country or earlier.get("country"),
            self.dedupe or tuple(earlier.get("dedupe", ())),
            self.yes,
        )

    def opened(self, file: Path, record: type, rejected_to: Path | None = None) -> RecordFile:
        """Return the file, once it is shown how it is read, and on a terminal the user agrees.

        Standard input and pipes are read to their end here, where Ctrl-C ends it at once.

        Raises:
            ConfigurationError: It cannot be read, or a column has no field.
            Mistake: The user does not agree.
        """
        records = _File(
            file,
            encoding=self.encoding,
            delimiter=self.delimiter,
            sheet=self.sheet,
            columns=self.columns,
            match=True,
            country=self.country,
            dedupe=self.dedupe,
        )
        records.left_out = bool(self.dedupe)
        if rejected_to is not None:
            check_place(rejected_to, records)
        content = records.content
        if content.guessed:
            say(f"wolkvox: {file}: text in {content.encoding}, as its letters show; --encoding names another")
        elif content.encoding not in {"", "utf-8", "utf-8-sig"}:
            say(f"wolkvox: {file}: text in {content.encoding}")
        fields = rules(record)
        columns = records.columns(fields)
        if columns is not None:
            records.person = tuple(field for field in records.person if field in columns.fields)
            if "customer_id" in fields and "customer_id" not in columns.fields:
                say(
                    f"wolkvox: warning: {file} has no column for customer_id, and the server rejects a record without"
                    " it; --map COLUMN=customer_id names the column"
                )
        if columns is None or not columns.renamed:
            return records
        say("wolkvox: the columns are sent as:")
        for column, field in columns.pairs:
            say(f"  {column} → {field or '(left out)'}")
        asked = not self.yes and can_ask() and str(file) != "-"
        if asked and not agreed("Is that right?"):
            raise Mistake("nothing was sent; name the fields with --map COLUMN=FIELD")
        return records

    def advise(self, reasons: Iterable[str]) -> None:
        """Name the option that would mend some of the invalid rows."""
        if self.country is None and any(NOT_A_PHONE in reason for reason in reasons):
            say("wolkvox: --clean-phones --country 57 writes phones as digits with the country code", error=True)


def reading_options(function: F) -> F:
    """Add the options of a file's reading; the command gets them as `reading`."""

    @functools.wraps(function)
    def with_reading(
        *,
        columns: tuple[str, ...],
        map_file: Path | None,
        clean_phones: bool,
        country: str | None,
        dedupe: str | None,
        encoding: str | None,
        delimiter: str | None,
        sheet: str | None,
        yes: bool,
        **others: Any,
    ) -> Any:
        if clean_phones != (country is not None):
            raise Mistake("--clean-phones and --country go together: --clean-phones --country 57")
        in_file = {} if map_file is None else _mapping(_lines(map_file))
        given = in_file | _mapping([("--map", text) for text in columns])
        fields = tuple(filter(None, map(str.strip, (dedupe or "").split(","))))
        if dedupe is not None and not fields:
            raise Mistake("--dedupe names no field; write --dedupe customer_id,tel1")
        reading = Reading(encoding, delimiter, sheet, given, country, fields, yes)
        return function(reading=reading, **others)

    for option in reversed(_OPTIONS):
        with_reading = option(with_reading)
    return with_reading  # type: ignore[return-value] # the options are taken away


def _lines(path: Path) -> list[tuple[str, str]]:
    """Return the lines of a mapping file, each with its place; empty ones and comments are left out."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise Mistake(f"{path} cannot be read: {why}") from None
    numbered = ((f"{path}, line {number}", line.strip()) for number, line in enumerate(lines, 1))
    return [(place, line) for place, line in numbered if line and not line.startswith("#")]


def _mapping(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the field of each column.

    Args:
        pairs: Where each COLUMN=FIELD stands, and its text.
    """
    mapping: dict[str, str] = {}
    for place, text in pairs:
        column, equals, field = map(str.strip, text.rpartition("="))
        if not equals or not column:
            raise Mistake(
                f"{place}: {text!r} is not COLUMN=FIELD; write 'Teléfono=tel1', or 'Notas=' to leave a column out"
            )
        if mapping.setdefault(column, field) != field:
            raise Mistake(f"{place}: {column!r} is mapped to {field!r} and to {mapping[column]!r}; keep one of them")
    return mapping


def _template(ctx: click.Context, _param: click.Parameter, kind: str | None) -> None:
    """Print an example file and end the command."""
    if kind is None or ctx.resilient_parsing:
        return
    from wolkvox_async.uploads.leads import LEADS

    names = list(rules(LEADS[kind]))
    click.echo(",".join(names))
    click.echo(",".join(_EXAMPLE.get(name, "") for name in names))
    ctx.exit()


_OPTIONS = (
    click.option(
        "--template",
        type=Choice(["predictive", "preview"]),
        is_eager=True,
        expose_value=False,
        callback=_template,
        help="Print an example file with all fields, as CSV, and end.",
    ),
    click.option(
        "--map",
        "columns",
        multiple=True,
        metavar="COLUMN=FIELD",
        help="The field of a column; COLUMN= leaves it out. May be repeated. Other columns are matched by their names,"
        " in English or Spanish.",
    ),
    click.option("--map-file", type=click.Path(path_type=Path), help="A text file with one COLUMN=FIELD a line."),
    click.option("--yes", is_flag=True, help="Do not ask whether the columns are matched rightly."),
    click.option("--clean-phones", is_flag=True, help="Write phones as digits with the country code; with --country."),
    click.option("--country", metavar="CODE", help="Of phones without a country code, e.g. 57 or CO."),
    click.option(
        "--dedupe", metavar="FIELDS", help="Of rows that agree in these, send the first, e.g. customer_id,tel1."
    ),
    click.option("--sheet", help="Of a spreadsheet that has several."),
    click.option("--encoding", help="Of the file's text; else it is found out."),
    click.option(
        "--delimiter",
        help=r"Of a CSV file, one character or \t; else its sep= line, or the one of , ; tab | in its header.",
    ),
)
