"""Which dlt destination an address stands for; dlt is an extra and imported on use."""

import os
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

from attrs import field, frozen

from wolkvox_async.errors import ConfigurationError
from wolkvox_async.spelling import nearest

__all__ = ["Destination", "destination_of", "dlt_module"]

# Address scheme -> the distribution that dlt's destination needs, and the name that it is imported by.
_NEEDS = {
    "postgresql": ("dlt[postgres]", "psycopg2"),
    "mysql": ("dlt[sqlalchemy] pymysql", "pymysql"),
    "duckdb": ("dlt[duckdb]", "duckdb"),
    "bigquery": ("dlt[bigquery]", "google.cloud.bigquery"),
    "snowflake": ("dlt[snowflake]", "snowflake.connector"),
    "mssql": ("dlt[mssql]", "pyodbc"),
    "delta": ("wolkvox-async[lake]", "deltalake"),
    "iceberg": ("wolkvox-async[lake]", "pyiceberg"),
}
_LAKES = ("delta", "iceberg")
_ALSO = {"postgres": "postgresql", "mariadb": "mysql"}
_KNOWN = (*_NEEDS, *_ALSO)
# Protocol of an object store -> the distribution that dlt's filesystem needs, and the name that it is imported by.
_STORES = {
    "s3": ("dlt[s3]", "s3fs"),
    "gs": ("dlt[gs]", "gcsfs"),
    "gcs": ("dlt[gs]", "gcsfs"),
    "az": ("dlt[az]", "adlfs"),
    "abfss": ("dlt[az]", "adlfs"),
}
_UNFIT = frozenset("%#?*[]{}")  # characters that an address or a pattern of files takes for something else
_LAYOUT = "{table_name}/{load_id}.{file_id}.{ext}"  # a folder a table, whatever dlt's configuration has


@frozen
class Destination:
    """Where tables go.

    Attributes:
        url: Its address, which errors must not show.
        shown: The address without user and password.
        place: What is the same for each address of the same place, from whichever directory.
        kind: postgresql, mysql, duckdb, …; each other name of a kind is this one.
        dlt: The destination as dlt has it.
    """

    url: str = field(repr=False)
    shown: str
    place: str
    kind: str
    dlt: Any = field(repr=False)

    def without_secrets(self, text: str) -> str:
        """Return a text without the address's password, for errors of the database's own."""
        text = text.replace(self.url, self.shown)
        password = urlsplit(self.url).password
        return text.replace(password, "***") if password else text


def dlt_module() -> Any:
    """Return the module dlt, or say how to get it."""
    # Set before the import: dlt sends statistics of its use to its makers otherwise.
    os.environ.setdefault("RUNTIME__DLTHUB_TELEMETRY", "false")
    try:
        return import_module("dlt")
    except ImportError:
        raise ConfigurationError("loading tables needs dlt", advice="pip install 'wolkvox-async[load]'") from None


def destination_of(url: str) -> Destination:
    """Return the destination of an address.

    Args:
        url: `postgresql://user:password@host/database`, `mysql://…` or `mariadb://…`, `duckdb:///file.duckdb`
            (four slashes: from the root), `delta:///folder` and `iceberg:///folder` (the same), `delta+s3://bucket/path`
            (or another object store that dlt's filesystem knows), `bigquery://project`, `snowflake://…`, `mssql://…`.

    Raises:
        ConfigurationError: The scheme is unknown, what it needs is not installed, or the folder of a file is missing.
    """
    scheme, mark, rest = url.partition("://")
    kind, _, store = scheme.partition("+")
    kind = _ALSO.get(kind, kind)
    if not mark or kind not in _NEEDS:
        raise ConfigurationError(
            f"unknown destination {scheme if mark else url!r}",
            advice=nearest(scheme, _KNOWN) if mark else "give an address such as postgresql://host/database",
        )
    dlt = dlt_module()
    _import(kind, *_NEEDS[kind])
    shown = place = _shown(urlsplit(url))
    target = url
    if kind in _LAKES and store:
        if store in _STORES:
            _import(scheme, *_STORES[store])
        target = f"{store}://{rest}"
    elif kind in _LAKES:
        folder = _folder(url)
        shown, target = url, str(folder.absolute())
        place = f"lake:///{folder.resolve()}"  # of both formats: one of them may be there
    elif kind == "duckdb":
        file = _file(url)
        shown, target, place = url, str(file), f"duckdb:///{file.resolve()}"
    return Destination(url, shown, place, kind, _made(dlt.destinations, kind, target))


def _import(what: str, distribution: str, module: str) -> None:
    try:
        import_module(module)
    except ImportError:
        raise ConfigurationError(
            f"loading into {what} needs {module}", advice=f"pip install {_quoted(distribution)}"
        ) from None


def _made(destinations: Any, kind: str, target: str) -> Any:
    """Return dlt's destination; target: the address, of files their path, of an object store its own address."""
    rest = target.partition("://")[2]
    if kind in _LAKES:
        return destinations.filesystem(bucket_url=target, layout=_LAYOUT)
    match kind:
        case "postgresql":
            return destinations.postgres(credentials=_with_password(target))
        case "mysql":
            return destinations.sqlalchemy(credentials=f"mysql+pymysql://{rest}")
        case "duckdb":
            return destinations.duckdb(credentials=target)
        case "bigquery":
            return destinations.bigquery(credentials={"project_id": rest}) if rest else destinations.bigquery()
        case "snowflake":
            return destinations.snowflake(credentials=target)
        case _:
            return destinations.mssql(credentials=target)


def _file(url: str) -> Path:
    """Return the file of duckdb:///file, relative as with three slashes, absolute with four."""
    file = _path(url)
    if file is None:
        raise ConfigurationError(f"{url} names no file", advice="give duckdb:///tables.duckdb")
    return file


def _folder(url: str) -> Path:
    """Return the folder of delta:///folder, relative as with three slashes, absolute with four."""
    folder = _path(url)
    if folder is None:
        raise ConfigurationError(f"{url} names no folder", advice=f"give {url.partition(':')[0]}:///tables")
    if unfit := sorted(_UNFIT.intersection(str(folder))):
        raise ConfigurationError(f"{url} cannot be opened: a folder of tables has no {unfit[0]}", advice="name another")
    if folder.exists() and not folder.is_dir():
        raise ConfigurationError(f"{url} cannot be opened: {folder} is a file", advice="give a folder")
    return folder


def _path(url: str) -> Path | None:
    """Return the path of an address, relative as with three slashes, absolute with four; None where there is none."""
    scheme, _, rest = url.partition("://")
    host, _, path = rest.partition("/")
    if not path.strip("/"):
        return None
    if host:
        raise ConfigurationError(f"{url} names a host, {host}", advice=f"give {scheme}:///{path}, with three slashes")
    found = Path(path)
    if not found.parent.is_dir():
        raise ConfigurationError(
            f"{url} cannot be opened: there is no folder {found.parent}",
            advice="make it, or give another; three slashes begin at the working directory, four at the root",
        )
    return found


def _with_password(url: str) -> str:
    """Return an address that dlt takes where the database wants no password: dlt asks for one always."""
    parts = urlsplit(url)
    if parts.password is not None or "@" not in parts.netloc:
        return url
    user, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(scheme="postgresql", netloc=f"{user}:unused@{host}"))


def _shown(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _quoted(distribution: str) -> str:
    return " ".join(f"'{each}'" for each in distribution.split())
