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
_ALSO = {"postgres": "postgresql", "mariadb": "mysql"}
_KNOWN = (*_NEEDS, *_ALSO)
_LAYOUT = "{table_name}/{load_id}.{file_id}.{ext}"  # a folder a table, whatever dlt's configuration has


@frozen
class Destination:
    """Where tables go.

    Attributes:
        url: Its address, which errors must not show.
        shown: The address without user and password.
        kind: postgresql, mysql, duckdb, …; each other name of a kind is this one.
        dlt: The destination as dlt has it.
    """

    url: str = field(repr=False)
    shown: str
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
    scheme, mark, _ = url.partition("://")
    kind = scheme.partition("+")[0]
    kind = _ALSO.get(kind, kind)
    if not mark or kind not in _NEEDS:
        raise ConfigurationError(
            f"unknown destination {scheme if mark else url!r}",
            advice=nearest(scheme, _KNOWN) if mark else "give an address such as postgresql://host/database",
        )
    dlt = dlt_module()
    distribution, module = _NEEDS[kind]
    try:
        import_module(module)
    except ImportError:
        raise ConfigurationError(
            f"loading into {kind} needs {module}", advice=f"pip install {_quoted(distribution)}"
        ) from None
    return Destination(url, _shown(urlsplit(url)), kind, _made(dlt.destinations, kind, url))


def _made(destinations: Any, kind: str, url: str) -> Any:
    rest = url.partition("://")[2]
    match kind:
        case "postgresql":
            return destinations.postgres(credentials=_with_password(url))
        case "mysql":
            return destinations.sqlalchemy(credentials=f"mysql+pymysql://{rest}")
        case "duckdb":
            return destinations.duckdb(credentials=str(_file(url)))
        case "delta" | "iceberg":
            return destinations.filesystem(bucket_url=_bucket(url), layout=_LAYOUT)
        case "bigquery":
            return destinations.bigquery(credentials={"project_id": rest}) if rest else destinations.bigquery()
        case "snowflake":
            return destinations.snowflake(credentials=url)
        case _:
            return destinations.mssql(credentials=url)


def _file(url: str) -> Path:
    """Return the file of duckdb:///file, relative as with three slashes, absolute with four."""
    file = _path(url)
    if file is None:
        raise ConfigurationError(f"{url} names no file", advice="give duckdb:///tables.duckdb")
    return file


def _bucket(url: str) -> str:
    """Return the folder of delta:///folder, or the address in its store of delta+s3://bucket/path."""
    scheme, _, rest = url.partition("://")
    kind, store, protocol = scheme.partition("+")
    if store:
        return f"{protocol}://{rest}"
    folder = _path(url)
    if folder is None:
        raise ConfigurationError(f"{url} names no folder", advice=f"give {kind}:///tables")
    if folder.exists() and not folder.is_dir():
        raise ConfigurationError(f"{url} cannot be opened: {folder} is a file", advice="give a folder")
    return str(folder.absolute())


def _path(url: str) -> Path | None:
    """Return the path of an address, relative as with three slashes, absolute with four; None where there is none."""
    path = urlsplit(url).path[1:]
    if not path.strip("/"):
        return None
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
