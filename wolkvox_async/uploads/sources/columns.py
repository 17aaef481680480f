"""Which column of a source goes into which field of a record.

A column is matched by what the user says, then by the field's name, and where that is asked for by what the column is
called in Spanish or English: `Teléfono 2` is tel2.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any

from attrs import frozen

from wolkvox_async.catalogue.terms import folded, synonyms, term_of
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.spelling import closest, nearest
from wolkvox_async.uploads.sources.rows import Header

__all__ = ["REASON", "Columns"]

REASON = "rejection_reason"  # the column that a file of rejected rows has more; it is never sent
_MOST = 10  # unknown columns whose nearest names are listed
_HEADER = "the first row must name the columns: customer_id,tel1,…"

_PHONE = "phone, phone number, mobile, mobile phone, cell, cell phone, cellphone, celular, movil, telefono movil"
_PHONE += ", numero celular, numero telefono, telefono celular, telefono principal, whatsapp, contacto, fono"
# What people call a field; the glossary adds the other language to single words.
_CALLED = {
    "customer_name": "name, names, first name, full name, customer, customer name, client name, nombre completo,"
    " nombre cliente, nombre y apellido, nombres y apellidos, primer nombre, razon social, titular",
    "customer_last_name": "last name, surname, family name, apellido, primer apellido, apellidos cliente",
    "id_type": "id type, document type, tipo documento, tipo identificacion, tipo id, tipo doc",
    "customer_id": "id, document, document number, customer number, customer code, client id, id cliente, dni, rut,"
    " nit, cc, cedula ciudadania, numero documento, numero identificacion, numero cedula, nro documento, doc,"
    " codigo cliente, id customer",
    "age": "age, edad, anos",
    "gender": "gender, sex, genero, sexo",
    "country": "country",
    "state": "state, province, department, departamento, provincia, region",
    "city": "city, town, municipio, localidad, poblacion",
    "zone": "zone, area, district, neighbourhood, neighborhood, zona, barrio, sector",
    "address": "address, street, street address, domicilio, direccion residencia",
    "email": "email, e mail, mail, email address, correo electronico, direccion correo",
    "tel1": _PHONE,
    "tel2": "landline, home phone, other phone, second phone, telefono fijo, fijo, telefono casa, telefono residencia,"
    " telefono alterno, otro telefono, segundo telefono",
    "telephone": _PHONE,
    "recall_date": "recall date, callback date, fecha rellamada, fecha devolucion, fecha agenda",
    "recall_telephone": "recall phone, callback phone, telefono rellamada, telefono devolucion",
    "agent_id": "agent, agent id, id agente, codigo agente",
    "days_block": "days, days blocked, dias bloqueo, numero dias",
}
_NUMBERED = {"tel": _PHONE, "opt": "opt, optional, option, opcional, opcion, campo, campo adicional, adicional, extra"}


def _terms(words: str) -> set[tuple[str, ...]]:
    terms = {term_of(word) for word in words.split(",")}
    return terms | {other for term in terms for other in synonyms().get(term, ())}


@cache
def _numbered() -> dict[tuple[str, ...], str]:
    return {term: field for field, words in _NUMBERED.items() for term in _terms(words)}


@cache
def _called(field: str) -> frozenset[tuple[str, ...]]:
    return frozenset(_terms(_CALLED[field])) if field in _CALLED else frozenset()


def meant(column: str, known: Collection[str]) -> str | None:
    """Return the field that a column of this name is for, None where none is known."""
    plain = re.sub(r"[^a-z0-9]+", "_", folded(column)).strip("_")
    if plain in known:
        return plain
    term = term_of(plain.replace("_", " "))
    if (found := next((field for field in known if term in _called(field)), None)) is not None:
        return found
    numbered = re.fullmatch(r"(.*?[a-z])_?0*([0-9]{1,2})", plain)
    if numbered and (stem := _numbered().get(term_of(numbered[1].replace("_", " ")))):
        return name if (name := stem + numbered[2]) in known else None
    return None


@frozen
class Columns:
    """The fields of a source's columns.

    names: the columns; fields: of each its field, None where it is left out.
    """

    names: tuple[str, ...]
    fields: tuple[str | None, ...]

    @classmethod
    def match(
        cls,
        header: Header,
        known: Collection[str] | None,
        given: Mapping[str, str],
        *,
        by_meaning: bool,
        name: str,
        empty: Callable[[Collection[str]], Collection[str]] = lambda _: (),
    ) -> "Columns":
        """Find the field of each column.

        Args:
            header: The columns.
            known: The fields that there are; None: any column is a field of its own name.
            given: Fields by column, from the user; "" leaves a column out.
            by_meaning: Whether columns are matched by what they are called.
            name: Of the file, for errors.
            empty: Returns which of some columns have no value in any row; such a column is left out where it is unknown
                or has its field from its name, and another column has the same.

        Raises:
            ConfigurationError: A column is there twice or unknown, or two are for one field.
        """
        where = f"{name}{header}"
        names = header.names
        twice = [column for column, times in Counter(filter(None, names)).items() if times > 1]
        if twice:
            raise ConfigurationError(
                f"{where}: the header has {', '.join(map(repr, twice))} more than once",
                advice="each column needs a name of its own: rename or remove the others",
            )
        wanted = _given(given, names, known, where)
        fields: list[str | None] = []
        unknown = []
        for column in names:
            field: str | None
            if column in wanted:
                field = wanted[column] or None
            elif not column or column == REASON:
                field = None
            elif known is None or column in known:
                field = column
            else:
                field = meant(column, known) if by_meaning else None
                if field is None:
                    unknown.append(column)
            fields.append(field)
        doubtful = [*unknown, *_doubles(names, fields, wanted)]
        without = set(empty(doubtful)) if doubtful else set()
        unknown = [column for column in unknown if column not in without]
        fields = [None if column in without else field for column, field in zip(names, fields, strict=True)]
        if unknown and known is not None:
            raise _unknown(unknown, len([column for column in names if column]), known, where, by_meaning=by_meaning)
        _check_once(names, fields, where)
        return cls(names, tuple(fields))

    @property
    def renamed(self) -> list[tuple[str, str | None]]:
        """The columns whose field has another name, or that are left out: None."""
        return [
            (column, field)
            for column, field in zip(self.names, self.fields, strict=True)
            if column and column not in {field, REASON}
        ]

    @property
    def pairs(self) -> list[tuple[str, str | None]]:
        """All columns that have a name, each with its field; None: it is left out."""
        return [(column, field) for column, field in zip(self.names, self.fields, strict=True) if column]


def _given(
    given: Mapping[str, str], names: Collection[str], known: Collection[str] | None, where: str
) -> dict[str, str]:
    """Return the fields that the user gave, by the column's name as the source writes it."""
    spelt = {folded(name).strip(): name for name in names if name}
    found = {}
    for column, field in given.items():
        name = column if column in names else spelt.get(folded(column).strip())
        if name is None:
            raise ConfigurationError(
                f"{where}: there is no column {column!r}", advice=nearest(column, filter(None, names))
            )
        if field and known is not None and field not in known:
            raise ConfigurationError(f"{column!r} cannot go to {field!r}: no such field", advice=nearest(field, known))
        found[name] = field
    return found


def _unknown(
    unknown: list[str], columns: int, known: Collection[str], where: str, *, by_meaning: bool
) -> ConfigurationError:
    what = f"{unknown[0]} is unknown" if len(unknown) == 1 else f"these columns are unknown: {', '.join(unknown)}"
    near = [(name, meant(name, known) or closest(name, known)) for name in unknown]
    hints = [_HEADER] if len(unknown) == columns else []
    if len(unknown) == 1 and columns > 1:
        hints = [f"did you mean {near[0][1]!r}?" if near[0][1] else nearest(unknown[0], known)]
    else:
        hints += [f"did you mean {found!r} for {name!r}?" for name, found in near if found][:_MOST]
    if by_meaning:
        out = " ".join(f"--map '{name}='" for name in unknown[:_MOST])
        which = ("its field", "it") if len(unknown) == 1 else ("their fields", "them")
        hints.append(f"name {which[0]} with --map '{unknown[0]}=FIELD', or leave {which[1]} out with {out}")
        hints.append("wolkvox upload --template predictive has all fields")
    return ConfigurationError(f"{where}: {what}", advice="; ".join(hints) or nearest(unknown[0], known))


def _by_field(names: tuple[str, ...], fields: list[str | None]) -> dict[str, list[str]]:
    """Return the columns of each field that has several."""
    found: dict[str, list[str]] = {}
    for column, field in zip(names, fields, strict=True):
        if field is not None:
            found.setdefault(field, []).append(column)
    return {field: columns for field, columns in found.items() if len(columns) > 1}


def _doubles(names: tuple[str, ...], fields: list[str | None], wanted: Collection[str]) -> list[str]:
    """Return the columns that have one field with others, but for those whose field the user gave."""
    return [column for columns in _by_field(names, fields).values() for column in columns if column not in wanted]


def _check_once(names: tuple[str, ...], fields: list[str | None], where: str) -> None:
    for field, columns in _by_field(names, fields).items():
        raise ConfigurationError(
            f"{where}: {' and '.join(map(repr, columns))} are both for {field}",
            advice=f"name another field with --map '{columns[1]}=FIELD', or leave one out with --map '{columns[1]}='",
        )


def renamed_record(record: Mapping[str, Any], columns: Columns) -> dict[str, Any]:
    """Return a record of JSON with the names of its fields."""
    fields = dict(zip(columns.names, columns.fields, strict=True))
    return {field: value for name, value in record.items() if (field := fields.get(name, name)) is not None}
