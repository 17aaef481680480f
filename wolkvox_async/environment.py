"""The environment's variables, with those of a `.env` file where a program asks for one, and the operation they name.

A `.env` file is never read unasked, and what it says is never written into the environment of the process: it fills in
what the environment does not have, for as long as a configuration is read.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from wolkvox_async.errors import ConfigurationError
from wolkvox_async.faults import Faults, noted, together, within
from wolkvox_async.operation import CHECKS, Operation
from wolkvox_async.pattern import pattern
from wolkvox_async.secrecy import sealed

__all__ = ["CONFIG", "NAME", "NEEDED", "config_file", "operation_of", "variables", "with_dotenv"]

CONFIG, NAME = "WOLKVOX_CONFIG", "WOLKVOX_OPERATION"
NEEDED = ("WOLKVOX_SERVER", "WOLKVOX_TOKEN or WOLKVOX_TOKENS", "WOLKVOX_LICENCES", "WOLKVOX_TZ")
_FILE = "wolkvox.toml"
_SAYING = ("WOLKVOX_SERVER", "WOLKVOX_LICENCES", "WOLKVOX_TZ", "WOLKVOX_BASE_URL")  # a token may be wolkvox.toml's
_LINE = pattern(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)", re.DOTALL)
_QUOTED = pattern(r"""(?P<quote>["'])(?P<value>.*?)(?P=quote)\s*(?:#.*)?""")
_COMMENT = pattern(r"(?:^|\s)#.*")

_added: ContextVar[Mapping[str, str]] = ContextVar("added", default={})  # noqa: B039 - it is only ever replaced


def variables() -> Mapping[str, str]:
    """Return the environment, and what the `.env` file that is read just now adds to it."""
    return {**os.environ, **{name: value for name, value in _added.get().items() if not os.environ.get(name)}}


def config_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the file of the operations: that of WOLKVOX_CONFIG, else wolkvox.toml of the current folder.

    Args:
        environment: The variables. An empty one is absent.
    """
    return Path(environment.get(CONFIG) or _FILE)


@contextmanager
def with_dotenv(path: str | Path | None) -> Iterator[None]:
    """Within it, `variables()` has those of a `.env` file too; the environment's own go first.

    Args:
        path: The file; None adds nothing.

    Raises:
        ConfigurationError: It cannot be read, or a line of it is not NAME=VALUE. No value is shown.
    """
    if path is None:
        yield
        return
    token = _added.set(_read(Path(path)))
    try:
        yield
    finally:
        _added.reset(token)


@sealed
def _read(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except FileNotFoundError:
        raise ConfigurationError(f"there is no {path}", advice="make it, or leave dotenv= out") from None
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise ConfigurationError(f"{path} cannot be read: {why}") from None
    found: dict[str, str] = {}
    wrong = []
    for number, line in enumerate(map(str.strip, lines), 1):
        if not line or line.startswith("#"):
            continue
        if (match := _LINE.fullmatch(line)) is None or (value := _value(match[2])) is None:
            wrong.append(str(number))
        else:
            found[match[1]] = value
    if wrong:
        where = f"line {wrong[0]} is" if len(wrong) == 1 else f"lines {', '.join(wrong)} are"
        raise ConfigurationError(f"{path}: {where} not NAME=VALUE", advice='write NAME=value or NAME="value"')
    return found


def _value(text: str) -> str | None:
    """Return the value that stands behind the equals sign; None where a quote is not closed."""
    if text[:1] in {'"', "'"}:
        quoted = _QUOTED.fullmatch(text)
        return None if quoted is None else quoted["value"]
    return _COMMENT.sub("", text).strip()


@sealed
def operation_of(environment: Mapping[str, str], name: str | None = None) -> Operation | None:
    """Return the operation that variables name; None where they name none.

    WOLKVOX_SERVER, WOLKVOX_TOKEN or WOLKVOX_TOKENS (with commas between them), WOLKVOX_LICENCES and WOLKVOX_TZ are
    needed; WOLKVOX_OPERATION (its name), WOLKVOX_BASE_URL, WOLKVOX_RESET_HOUR and WOLKVOX_SERVER_KIND are not. An empty
    one is absent. A token alone names no operation: it may be one that wolkvox.toml has as `env:WOLKVOX_TOKEN`.

    Args:
        environment: The variables.
        name: The operation's; None: WOLKVOX_OPERATION, or "wv" and the server's number.

    Raises:
        ConfigurationError: Variables are missing or cannot be right. All of them are named at once.
    """
    given = {key: value.strip() for key, value in environment.items() if key.startswith("WOLKVOX_") and value.strip()}
    if not any(key in given for key in _SAYING):
        return None
    faults: Faults = []
    missing = [each for each in NEEDED if not any(key in given for key in each.split(" or "))]
    if missing:
        faults.append(ConfigurationError(f"{_listed(missing)} {'is' if len(missing) == 1 else 'are'} missing"))
    values: dict[str, Any] = {}
    for key, (names, read) in _READ.items():
        if texts := [given[each] for each in names if each in given]:
            with noted(faults), within(_listed([each for each in names if each in given])):
                values[key] = CHECKS[key](read(",".join(texts)))
    if faults:
        wrong = together(faults).within("the environment")
        wrong.advice = wrong.advice or _ADVICE
        raise wrong
    return Operation(name=name or given.get(NAME) or f"wv{values['server']}", **values)


def _number(text: str) -> object:
    return int(text) if text.isdecimal() else text  # which the check refuses, and shows


def _several(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


_READ: Mapping[str, tuple[tuple[str, ...], Callable[[str], object]]] = {
    "server": (("WOLKVOX_SERVER",), str),
    "tokens": (("WOLKVOX_TOKEN", "WOLKVOX_TOKENS"), _several),
    "licences": (("WOLKVOX_LICENCES",), _number),
    "tz": (("WOLKVOX_TZ",), str),
    "base_url": (("WOLKVOX_BASE_URL",), str),
    "reset_hour": (("WOLKVOX_RESET_HOUR",), _number),
    "server_kind": (("WOLKVOX_SERVER_KIND",), str),
}


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


_ADVICE = "set them in the environment, or unset all of them to use wolkvox.toml"
