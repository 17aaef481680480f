"""What a wolkvox.toml says of the way to the server: proxy, certificates, timeouts."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from wolkvox_async.errors import ConfigurationError
from wolkvox_async.secret_places import address
from wolkvox_async.spelling import nearest

__all__ = ["NETWORK"]

_TIMEOUTS = ("connect", "silence", "whole")


def _proxy(_folder: Path, given: Any) -> str:
    return address(given, "proxy", advice='write proxy = "http://proxy:3128"')


def _bundle(folder: Path, given: Any) -> Path:
    if not isinstance(given, str) or not given.strip():
        raise ConfigurationError(f"ca_bundle is {given!r}", advice="give the path of a PEM file")
    return folder / Path(given).expanduser()


def _timeouts(_folder: Path, given: Any) -> dict[str, float]:
    if not isinstance(given, Mapping):
        raise ConfigurationError("timeouts is not a table", advice="write [timeouts] with connect, silence or whole")
    for key, value in given.items():
        if key not in _TIMEOUTS:
            raise ConfigurationError(f"unknown key timeouts.{key}", advice=nearest(key, _TIMEOUTS))
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
            raise ConfigurationError(f"timeouts.{key} is {value!r}", advice="give seconds, more than 0")
    return {key: float(value) for key, value in given.items()}


NETWORK: Mapping[str, Callable[[Path, Any], Any]] = {"proxy": _proxy, "ca_bundle": _bundle, "timeouts": _timeouts}
"""By setting, what makes of the file's value the one that is kept; the folder is the file's, which paths begin at."""
