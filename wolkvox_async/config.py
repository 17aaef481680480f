"""wolkvox.toml: the operations, where their tokens are kept, and what each one's reports need.

    store = "state/scheduler.sqlite3"        # optional; else a file in the user's state directory
    max_wait = 600                           # optional, seconds
    strict_counts = true                     # optional; false: fewer rows than a reply promises pass, with an event

    [operations.sales-co]
    server = "0099"
    tokens = ["env:WOLKVOX_SALES_1", "keyring:wolkvox/sales-2"]
    licences = 20
    tz = "America/Bogota"

    [operations.sales-co.parameters."campaign.detail"]
    type_campaign = "predictive"
    campaign_id = ["32841", "32842"]         # a list: one report for each

A token stands in the environment or the keyring; written out it is taken too, with a warning.
"""

import os
import tomllib
import warnings
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any, Literal

from attrs import Factory, field, frozen

from wolkvox_async.core.arguments import nearest
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.operation import Operation
from wolkvox_async.secrecy import sealed

__all__ = ["REDIS", "Config", "LiteralToken", "Parameters", "combinations", "load", "secret"]

Parameters = Mapping[str, Mapping[str, Any]]  # by endpoint's name

REDIS = ("redis://", "rediss://", "unix://")

_TOP = ("operations", "store", "on_store_failure", "max_wait", "strict_counts")
_OPERATION = ("name", "server", "tokens", "licences", "tz", "base_url", "reset_hour", "parameters")


class LiteralToken(UserWarning):
    """A token is written out in a file."""


@frozen(kw_only=True)
class Config:
    """The operations by name, and by operation the parameters of its reports."""

    operations: Mapping[str, Operation]
    parameters: Mapping[str, Parameters] = Factory(dict)
    store: Path | str | None = field(default=None, repr=False)  # a file, or the address of a Redis
    on_store_failure: Literal["refuse", "local"] = "refuse"
    max_wait: float | None = None
    strict_counts: bool = True


@sealed
def load(path: str | Path) -> Config:
    """Read a wolkvox.toml. Raises ConfigurationError with the file, the place and what to do."""
    path = Path(path)
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigurationError(f"there is no {path}", advice="make one, or name another file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path} is no TOML: {error}") from None
    try:
        return _config(document, path.parent)
    except ConfigurationError as error:
        error.what = f"{path}: {error.what}"
        raise


def _config(document: Mapping[str, Any], folder: Path) -> Config:
    _known(document, _TOP, "")
    tables = _tables(document.get("operations"))
    operations: dict[str, Operation] = {}
    parameters: dict[str, Parameters] = {}
    for name, table in tables:
        if name in operations:
            raise ConfigurationError(f"two operations are called {name!r}")
        operations[name] = _operation(name, table)
        parameters[name] = _parameters(name, table.get("parameters", {}))
    store = _store(document.get("store"), folder)
    failure = document.get("on_store_failure", "refuse")
    wait = document.get("max_wait")
    if failure not in ("refuse", "local"):
        raise ConfigurationError(f"on_store_failure is {failure!r}", advice="allowed: refuse, local")
    if wait is not None and (isinstance(wait, bool) or not isinstance(wait, int | float) or wait < 0):
        raise ConfigurationError(f"max_wait is {wait!r}", advice="give seconds")
    strict_counts = document.get("strict_counts", True)
    if not isinstance(strict_counts, bool):
        raise ConfigurationError(f"strict_counts is {strict_counts!r}", advice="allowed: true, false")
    return Config(
        operations=operations,
        parameters=parameters,
        store=store,
        on_store_failure=failure,
        max_wait=wait,
        strict_counts=strict_counts,
    )


def _store(given: Any, folder: Path) -> Path | str | None:
    """Return the file, or the address of a Redis, which may stand in the environment since it may hold a password."""
    if given is None:
        return None
    if not isinstance(given, str):
        raise ConfigurationError("store is no text", advice="give the path of a file, or redis://host:6379/0")
    place = secret(given, "store") if given.startswith(("env:", "keyring:")) else given
    return place if place.startswith(REDIS) else folder / Path(place).expanduser()


def _tables(operations: Any) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the operations by name, written as [operations.NAME] or as [[operations]] with a name."""
    advice = "add a table [operations.NAME] with server, tokens, licences and tz"
    if isinstance(operations, Mapping):
        tables = list(operations.items())
    elif isinstance(operations, list):
        tables = [(table.get("name", ""), table) for table in operations if isinstance(table, Mapping)]
    else:
        raise ConfigurationError("no operations", advice=advice)
    if not tables or not all(isinstance(table, Mapping) for _, table in tables):
        raise ConfigurationError("no operations", advice=advice)
    return tables


def _known(table: Mapping[str, Any], keys: tuple[str, ...], place: str) -> None:
    for key in table:
        if key not in keys:
            raise ConfigurationError(f"unknown key {place}{key}", advice=nearest(key, keys))


def _operation(name: str, table: Mapping[str, Any]) -> Operation:
    place = f"operations.{name}."
    _known(table, _OPERATION, place)
    missing = [key for key in ("server", "tokens", "licences", "tz") if key not in table]
    if missing:
        raise ConfigurationError(f"{place}{missing[0]} is missing")
    tokens = table["tokens"]
    if not isinstance(tokens, list):
        raise ConfigurationError(f"{place}tokens is no list", advice='write tokens = ["env:NAME"]')
    for key in ("server", "tz", "base_url"):
        if not isinstance(table.get(key, ""), str):
            raise ConfigurationError(f"{place}{key} is no text", advice=f'write {key} = "…"')
    return Operation(
        name=name,
        server=table["server"],
        tokens=[secret(token, f"{place}tokens") for token in tokens],
        licences=table["licences"],
        tz=table["tz"],
        base_url=table.get("base_url", ""),
        reset_hour=table.get("reset_hour", 0),
    )


@sealed
def secret(text: Any, place: str) -> str:
    """Return the token that env:NAME, keyring:SERVICE/NAME or a literal stands for."""
    if not isinstance(text, str):
        raise ConfigurationError(f"{place} holds what is no text", advice='write "env:NAME"')
    kind, _, name = text.partition(":")
    if kind == "env":
        value = os.environ.get(name, "")
        if not value:
            raise ConfigurationError(f"{place}: the environment has no {name}", advice=f"export {name}=…")
        return value
    if kind == "keyring":
        return _from_keyring(name, place)
    warnings.warn(f"{place} holds a token as it is; keep it as env:NAME or keyring:SERVICE/NAME", LiteralToken, 2)
    return text


def _from_keyring(name: str, place: str) -> str:
    try:
        import keyring  # noqa: PLC0415 - an extra
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError:
        raise ConfigurationError(
            f"{place}: the keyring is not installed", advice="pip install 'wolkvox-async[keyring]'"
        ) from None
    service, _, user = name.partition("/")
    try:
        value = keyring.get_password(service, user)
    except KeyringError as error:
        first = str(error).partition(". ")[0]
        raise ConfigurationError(f"{place}: the keyring does not answer: {first}") from None
    if not value:
        raise ConfigurationError(
            f"{place}: the keyring has no {name!r}", advice=f"keyring set {service} {user or 'NAME'}"
        )
    return value


def _parameters(name: str, table: Any) -> Parameters:
    place = f"operations.{name}.parameters"
    if not isinstance(table, Mapping) or not all(isinstance(value, Mapping) for value in table.values()):
        raise ConfigurationError(f"{place} is no table of endpoints", advice=f'write [{place}."campaign.detail"]')
    return dict(table)


def combinations(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return one set of parameters for each combination of the values given as lists."""
    names = list(given)
    choices = [value if isinstance(value, list | tuple) else [value] for value in given.values()]
    return [dict(zip(names, values, strict=True)) for values in product(*choices)]
