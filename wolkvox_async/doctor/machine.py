"""What this machine has: Python, and the packages that only some things need."""

import sys
from collections.abc import Callable
from importlib.util import find_spec

from wolkvox_async.doctor.finding import Finding, ok, warning

__all__ = ["extras", "python"]

_EXTRAS = {  # by extra, a module of each of its packages; the first is what few programs have for other reasons
    "arrow": ("pyarrow", "numpy"),
    "cli": ("rich",),
    "dask": ("distributed",),
    "gateway": ("prometheus_client",),
    "keyring": ("keyring",),
    "leads": ("python_calamine", "charset_normalizer", "phonenumbers"),
    "lake": ("deltalake", "pyiceberg", "dlt", "sqlalchemy"),
    "load": ("dlt", "duckdb", "psycopg2", "pymysql", "sqlalchemy"),
    "redis": ("redis",),
    "report": ("matplotlib",),
    "telemetry": ("opentelemetry",),
    "xlsx": ("xlsxwriter",),
}


def python(version: str) -> Finding:
    """Return which Python and which version of the package run."""
    found = ".".join(map(str, sys.version_info[:3]))
    return ok("python", f"Python {found}, wolkvox_async {version}")


def _installed(module: str) -> bool:
    return find_spec(module) is not None


def extras(*, installed: Callable[[str], bool] = _installed) -> Finding:
    """Return which extras are installed. One whose packages are there in part is a warning.

    Args:
        installed: Whether a module is.
    """
    has = {extra: [installed(module) for module in modules] for extra, modules in _EXTRAS.items()}
    complete = [extra for extra, found in has.items() if all(found)]
    partly = [extra for extra, found in has.items() if found[0] and not all(found)]
    absent = [extra for extra, found in has.items() if not found[0]]
    what = f"installed: {', '.join(complete) or 'none'}"
    what += f"; not installed: {', '.join(absent)}" if absent else ""
    if partly:
        names = ",".join(partly)
        return warning("extras", f"{what}; in part: {', '.join(partly)}", f"pip install 'wolkvox-async[{names}]'")
    return ok("extras", what)
