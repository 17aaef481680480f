"""`wolkvox init`: a first wolkvox.toml, and a place for its token."""

import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from wolkvox_async.cli.logs import logging_options
from wolkvox_async.cli.shared import Mistake
from wolkvox_async.cli.signals import agreed, can_ask
from wolkvox_async.cli.streams import say
from wolkvox_async.environment import config_file
from wolkvox_async.errors import ConfigurationError

_VARIABLE = "env:WOLKVOX_TOKEN"
_SERVICE = "wolkvox"
_ZONE = "America/Bogota"
_WORDS = {
    "name": "Your name for the operation",
    "server": "Server (wv0099.wolkvox.com is 0099)",
    "licences": "Licences (the quota is 1,000 calls a day for each)",
    "tz": "Time zone of the operation",
}
_OPTIONS = {"name": "--operation", "server": "--server", "licences": "--licences", "tz": "--tz"}


@click.command(epilog="Exit codes: 0 written, 2 a value is missing or cannot be right, and nothing was written.")
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    default=config_file,
    help="The file to write; else $WOLKVOX_CONFIG or ./wolkvox.toml.",
)
@click.option("--operation", "name", metavar="NAME", help="Your name for the operation.")
@click.option("--server", help="The server's number or address: 0099 or wv0099.wolkvox.com.")
@click.option("--licences", metavar="NUMBER", help="Licensed users.")
@click.option("--tz", metavar="ZONE", help=f"Time zone, as {_ZONE}.")
@click.option("--base-url", metavar="URL", help="Another address than the server's own, as that of the simulator.")
@click.option(
    "--token-in",
    "place",
    metavar="PLACE",
    help="Where the token is kept: env:NAME, which you set, or keyring, where it is put: it is asked for without being"
    " shown, and without a terminal read from standard input.",
)
@click.option("--force", is_flag=True, help="Overwrite the file where there is one.")
@logging_options
def init(
    config: Path,
    *,
    name: str | None,
    server: str | None,
    licences: str | None,
    tz: str | None,
    base_url: str | None,
    place: str | None,
    force: bool,
) -> None:
    """Write a wolkvox.toml of one operation. What no option says is asked for, on a terminal.

    \b
    wolkvox init
    wolkvox init --operation sales-co --server 0099 --licences 20 --tz America/Bogota --token-in env:WOLKVOX_TOKEN
    """  # noqa: D301 - click reads \b as: keep these lines as they are
    if config.exists() and not force:
        raise Mistake(f"there is a {config} already; --force overwrites it, --config names another file")
    given = {"name": name, "server": server, "licences": licences, "tz": tz}
    values = _values(given)
    if base_url:
        values["base_url"] = _checked("base_url", base_url)
    place = _token(place, str(values["name"]))
    _write(config, _toml(values, place), force=force)
    say(f"wolkvox: wrote {config}; the token is taken from {place}")
    if place.startswith("env:") and not os.environ.get(place[4:]):
        say(f"wolkvox: set it: export {place[4:]}=…")
    say("wolkvox: then see that all is right: wolkvox doctor")


def _checked(key: str, text: str) -> Any:
    """Return the value as the file has it."""
    from wolkvox_async.operation import CHECKS

    found = CHECKS[key](int(text) if key == "licences" and text.isdecimal() else text)
    return text if key in {"tz", "base_url"} else found


def _values(given: dict[str, str | None]) -> dict[str, Any]:
    """Return what describes the operation; all that is missing or cannot be right is named at once."""
    values: dict[str, Any] = {}
    faults = []
    for key, text in given.items():
        if text is not None:
            try:
                values[key] = _checked(key, text)
            except ConfigurationError as error:
                faults.append(f"{_OPTIONS[key]}: {error}")
    missing = [key for key, text in given.items() if text is None]
    if missing and not can_ask():
        faults.append(f"missing {', '.join(_OPTIONS[key] for key in missing)}")
    if faults:
        raise Mistake("; ".join(faults))
    asked = {key: _asked(key) for key in missing}
    return {key: values.get(key, asked.get(key)) for key in given}


def _asked(key: str) -> Any:
    default = _ZONE if key == "tz" else None
    return click.prompt(_WORDS[key], default=default, err=True, value_proc=_taking(lambda text: _checked(key, text)))


def _taking(check: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return what asks again where a value cannot be right."""

    def take(text: str) -> Any:
        try:
            return check(text.strip())
        except ConfigurationError as error:
            raise click.UsageError(str(error)) from None

    return take


def _token(place: str | None, name: str) -> str:
    """Return where the token is kept, once it is there."""
    if place is None and can_ask() and _has_keyring():
        put = agreed("Put the token into this machine's keyring?", default=True)
        place = "keyring" if put else _VARIABLE
    place = place or _VARIABLE
    if re.fullmatch(r"env:[A-Za-z_][A-Za-z0-9_]*", place):
        return place
    kind, _, where = place.partition(":")
    service, slash, user = (where or f"{_SERVICE}/{name}").partition("/")
    if kind != "keyring" or not (service and slash and user):
        raise Mistake(f"--token-in is {place!r}; write env:NAME, keyring or keyring:SERVICE/NAME")
    _keep(service, user)
    return f"keyring:{service}/{user}"


def _has_keyring() -> bool:
    """Whether there is a keyring that takes passwords."""
    try:
        import keyring
        from keyring.backends.fail import Keyring as Failing
    except ImportError:
        return False
    return not isinstance(keyring.get_keyring(), Failing)


def _keep(service: str, user: str) -> None:
    """Take the token, unseen, and put it into the keyring."""
    from wolkvox_async.operation import Token

    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise Mistake(f"the keyring is not installed: pip install keyring, or --token-in {_VARIABLE}") from None
    text = click.prompt("Token", hide_input=True, err=True) if can_ask() else sys.stdin.readline()
    try:
        keyring.set_password(service, user, Token(text.strip()).reveal())
    except ConfigurationError as error:
        raise Mistake(str(error)) from None
    except KeyringError as error:
        first = str(error).partition(". ")[0]
        raise Mistake(f"the keyring does not take the token: {first}; --token-in {_VARIABLE} does without") from None


def _toml(values: dict[str, Any], place: str) -> str:
    name = str(values["name"])
    lines = [f"[operations.{name if re.fullmatch('[A-Za-z0-9_-]+', name) else _text(name)}]"]
    lines += [f"server = {_text(str(values['server']))}", f"tokens = [{_text(place)}]"]
    lines += [f"licences = {values['licences']}", f"tz = {_text(str(values['tz']))}"]
    lines += [f"base_url = {_text(values['base_url'])}"] if "base_url" in values else []
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    """Return a text as TOML writes it; JSON writes the same."""
    return json.dumps(value, ensure_ascii=False)


def _write(path: Path, text: str, *, force: bool) -> None:
    try:
        with path.open("w" if force else "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise Mistake(f"there is a {path} already; --force overwrites it") from None
    except OSError as error:
        raise Mistake(f"{path} cannot be written: {error.strerror or error}") from None
