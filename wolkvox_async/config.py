"""wolkvox.toml: the operations, where their tokens are kept, and what each one's reports need.

    store = "state/scheduler.sqlite3"        # optional; else a file in the user's state directory
    journal = "state/uploads.sqlite3"        # optional, of uploads; else beside the store's file
    max_wait = 600                           # optional, seconds
    proxy = "http://proxy:3128"              # optional; else what the environment names
    ca_bundle = "proxy.pem"                  # optional; certificates to trust beside the system's
    strict_counts = true                     # optional; false: fewer rows than a reply promises pass, with an event

    [parameters."campaign.detail"]           # optional: of all operations, whose own go before them
    type_campaign = "predictive"

    [operations.sales-co]
    server = "0099"
    tokens = ["env:WOLKVOX_SALES_1", "keyring:wolkvox/sales-2"]
    licences = 20
    tz = "America/Bogota"
    server_kind = "shared"                   # optional: dedicated or shared, which bounds the records of a campaign

    [operations.sales-co.parameters."campaign.detail"]
    campaign_id = ["32841", "32842"]         # a list: one report for each

    [operations.sales-co.parameters."campaign.campaign_3"]
    skip = true                              # this operation is not asked for it

A token stands in the environment or the keyring; written out it is taken too, with a warning.
"""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any, Literal

from attrs import Factory, asdict, field, frozen

from wolkvox_async.errors import ConfigurationError
from wolkvox_async.faults import Faults, noted, together, within
from wolkvox_async.network_settings import NETWORK
from wolkvox_async.operation import CHECKS, Operation
from wolkvox_async.redis_address import REDIS
from wolkvox_async.secrecy import sealed
from wolkvox_async.secret_places import LiteralToken, address, secret
from wolkvox_async.spelling import nearest
from wolkvox_async.structuring import structure

__all__ = ["Config", "LiteralToken", "Parameters", "Settings", "combinations", "load", "secret"]

Parameters = Mapping[str, Mapping[str, Any]]  # by endpoint's name

_TABLES = ("operations", "parameters")
_SKIP = "skip"  # beside an endpoint's parameters; none of them is called so
_TEXTS = ("server", "tz", "base_url", "server_kind")


@frozen(kw_only=True)
class Settings:
    """What a wolkvox.toml says of all operations.

    Attributes:
        store: A file, or the address of a Redis.
        journal: The file in which uploads are written down; None: beside the store's, or in the user's state directory.
        on_store_failure: Whether calls are refused while the store is gone, or go on in this process alone.
        max_wait: Seconds that a call may wait.
        strict_counts: Whether a reply with fewer rows than it promises is an error.
        proxy: The proxy of all calls; it may hold a password.
        ca_bundle: Certificates to trust beside the system's.
        timeouts: Seconds, by the names of Timeouts.
        share_calls: Whether identical reads that are under way are one call.
        cache: Seconds for which replies of real_time are kept, by endpoint or for all of them.
    """

    store: Path | str | None = field(default=None, repr=False)
    journal: Path | None = None
    on_store_failure: Literal["refuse", "local"] = "refuse"
    max_wait: float | None = None
    strict_counts: bool = True
    proxy: str | None = field(default=None, repr=False)
    ca_bundle: Path | None = None
    timeouts: Mapping[str, float] | None = None
    share_calls: bool = False
    cache: Mapping[str, float] | None = None


@frozen(kw_only=True)
class Config(Settings):
    """What a wolkvox.toml says.

    Attributes:
        operations: By name, those that can be used.
        failures: By name, why the others cannot be.
        parameters: By operation and endpoint, what its reports need: what all operations share, and their own over it.
        skip: By operation, the endpoints that it is not asked for.
    """

    operations: Mapping[str, Operation]
    failures: Mapping[str, ConfigurationError] = Factory(dict)
    parameters: Mapping[str, Parameters] = Factory(dict)
    skip: Mapping[str, frozenset[str]] = Factory(dict)


@sealed
def load(path: str | Path) -> Config:
    """Read a wolkvox.toml.

    Args:
        path: The file.

    Returns:
        What it says. An operation that cannot be used is among its failures, and does not hold up the others.

    Raises:
        ConfigurationError: The file cannot be read, something in it concerns all operations and cannot be right, or
            none of its operations can be used. It names all faults at once, each with its place and what to do.
    """
    import tomllib  # noqa: PLC0415 - only who has a file needs it

    path = Path(path)
    try:
        document = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise ConfigurationError(f"there is no {path}", advice="make one, or name another file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path} is no TOML: {error}") from None
    return _Reading(path, document).config()


class _Reading:
    """Reads a document to its end, whatever is wrong in it."""

    def __init__(self, path: Path, document: Mapping[str, Any]) -> None:
        self._path = path
        self._document = document
        self._faults: Faults = []  # of what concerns all operations

    def config(self) -> Config:
        document, faults = self._document, self._faults
        tables: list[tuple[str, Mapping[str, Any]]] = []
        with noted(faults):
            tables = _tables(document.get("operations"))
        given = {key: value for key, value in document.items() if key not in _TABLES}
        readers = {key: partial(read, self._path.parent) for key, read in _SETTINGS.items()}
        settings = structure(Settings, given, readers, faults, keys=_TABLES)
        shared = _parameters("parameters", document.get("parameters", {}), faults)
        operations, failures, parameters = self._operations(tables, shared)
        if settings is None or faults or not operations:
            raise self._error([*faults, *failures.values()])
        return Config(
            operations=operations,
            failures={name: self._error([failure]).at(operation=name) for name, failure in failures.items()},
            parameters={name: _without_skip(tables) for name, tables in parameters.items()},
            skip={name: _skipped(tables) for name, tables in parameters.items()},
            **asdict(settings, recurse=False),
        )

    def _operations(
        self, tables: list[tuple[str, Mapping[str, Any]]], shared: Parameters
    ) -> tuple[dict[str, Operation], dict[str, ConfigurationError], dict[str, Parameters]]:
        operations: dict[str, Operation] = {}
        failures: dict[str, ConfigurationError] = {}
        parameters: dict[str, Parameters] = {}
        for name, table in tables:
            if name in operations or name in failures:
                self._faults.append(ConfigurationError(f"two operations are called {name!r}"))
                continue
            faults: Faults = []
            operation = _operation(name, table, faults)
            own = _parameters(f"operations.{name}.parameters", table.get("parameters", {}), faults)
            parameters[name] = {each: {**shared.get(each, {}), **own.get(each, {})} for each in {**shared, **own}}
            if operation is None or faults:
                failures[name] = together(faults)
            else:
                operations[name] = operation
        return operations, failures, parameters

    def _error(self, faults: Faults) -> ConfigurationError:
        return copy(together(faults)).within(str(self._path))


def _store(folder: Path, given: Any) -> Path | str:
    """Return the file, or the address of a Redis, which may stand in the environment since it may hold a password."""
    place = address(given, "store", advice="give the path of a file, or redis://host:6379/0")
    return place if place.startswith(REDIS) else folder / Path(place).expanduser()


def _journal(folder: Path, given: Any) -> Path:
    if not isinstance(given, str) or not given.strip() or "://" in given:
        raise ConfigurationError(f"journal is {given!r}", advice="give the path of a file")
    return folder / Path(given).expanduser()


def _on_store_failure(_folder: Path, given: Any) -> str:
    if given not in ("refuse", "local"):
        raise ConfigurationError(f"on_store_failure is {given!r}", advice="allowed: refuse, local")
    return str(given)


def _max_wait(_folder: Path, given: Any) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or given < 0:
        raise ConfigurationError(f"max_wait is {given!r}", advice="give seconds")
    return given


def _flag(name: str, _folder: Path, given: Any) -> bool:
    if not isinstance(given, bool):
        raise ConfigurationError(f"{name} is {given!r}", advice="allowed: true, false")
    return given


def _cache(_folder: Path, given: Any) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise ConfigurationError("cache is not a table", advice="write [cache] with real_time = 300")
    return given


# What makes of each setting of all operations the one that is kept, or says what is wrong with it; as CHECKS for one.
_SETTINGS: Mapping[str, Callable[[Path, Any], Any]] = {
    "store": _store,
    "journal": _journal,
    "on_store_failure": _on_store_failure,
    "max_wait": _max_wait,
    "strict_counts": partial(_flag, "strict_counts"),
    "share_calls": partial(_flag, "share_calls"),
    "cache": _cache,
    **NETWORK,
}


def _tables(operations: Any) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the operations by name, written as [operations.NAME] or as [[operations]] with a name."""
    advice = "add a table [operations.NAME] with server, tokens, licences and tz"
    if isinstance(operations, Mapping):
        tables = list(operations.items())
    elif isinstance(operations, list):
        tables = [(str(table.get("name", "")), table) for table in operations if isinstance(table, Mapping)]
    else:
        raise ConfigurationError("no operations", advice=advice)
    if not tables or not all(isinstance(table, Mapping) for _, table in tables):
        raise ConfigurationError("no operations", advice=advice)
    return tables


def _check_keys(table: Mapping[str, Any], keys: Iterable[str], place: str, faults: Faults) -> None:
    faults += [
        ConfigurationError(f"unknown key {place}{key}", advice=nearest(key, keys)) for key in table if key not in keys
    ]


def _operation(name: str, table: Mapping[str, Any], faults: Faults) -> Operation | None:
    """Return the operation of a table; None where something is wrong with it."""
    place = f"operations.{name}"
    given = {"name": name} | {key: value for key, value in table.items() if key not in ("name", "parameters")}
    readers = {key: partial(_value, key, place, check) for key, check in CHECKS.items()}
    return structure(Operation, given, readers, faults, place=f"{place}.", keys=("parameters",))


def _value(key: str, place: str, check: Callable[[Any], object], given: Any) -> object:
    if key in _TEXTS and not isinstance(given, str):
        raise ConfigurationError(f"{place}.{key} is not text", advice=f'write {key} = "…"')
    if key == "tokens":
        if not isinstance(given, list):
            raise ConfigurationError(f"{place}.tokens is no list", advice='write tokens = ["env:NAME"]')
        faults: Faults = []
        tokens = []
        for token in given:
            with noted(faults):
                tokens.append(secret(token, f"{place}.tokens"))
        if faults:
            raise together(faults)
        given = tokens
    with within(place):
        return check(given)


def _skipped(tables: Parameters) -> frozenset[str]:
    return frozenset(name for name, given in tables.items() if given.get(_SKIP))


def _without_skip(tables: Parameters) -> Parameters:
    return {name: {key: value for key, value in given.items() if key != _SKIP} for name, given in tables.items()}


def _parameters(place: str, table: Any, faults: Faults) -> Parameters:
    """Return the parameters by the endpoints' full names, and whether an endpoint is skipped."""
    if not isinstance(table, Mapping) or not all(isinstance(value, Mapping) for value in table.values()):
        faults.append(
            ConfigurationError(f"{place} is not a table of endpoints", advice=f'write [{place}."campaign.detail"]')
        )
        return {}
    found: dict[str, Mapping[str, Any]] = {}
    for report, given in table.items():
        with noted(faults):
            found[_checked(report, given, place, faults)] = dict(given)
    return found


def _checked(report: str, given: Mapping[str, Any], place: str, faults: Faults) -> str:
    """Return the full name of an endpoint whose parameters are given."""
    from wolkvox_async.endpoints import find  # noqa: PLC0415 - only where a file gives parameters

    with within(place):
        endpoint = find(report)
    place = f'{place}."{report}"'
    _check_keys(given, [*(parameter.name for parameter in endpoint.parameters), _SKIP], f"{place}.", faults)
    if not isinstance(given.get(_SKIP, False), bool):
        faults.append(ConfigurationError(f"{place}.{_SKIP} is {given[_SKIP]!r}", advice="allowed: true, false"))
    with noted(faults):
        combinations(given, place=f"{place}.")
    return endpoint.name


def combinations(given: Mapping[str, Any], *, place: str = "") -> list[dict[str, Any]]:
    """Return one set of parameters for each combination of the values given as lists.

    Raises:
        ConfigurationError: A list is empty, so that nothing would be asked for. place stands before its name.
    """
    names = list(given)
    choices = [value if isinstance(value, list | tuple) else [value] for value in given.values()]
    for name, values in zip(names, choices, strict=True):
        if not values:
            raise ConfigurationError(f"{place}{name} is an empty list", advice="give one or more, or leave it out")
    return [dict(zip(names, values, strict=True)) for values in product(*choices)]
