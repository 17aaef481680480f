"""Where secrets are kept: env:NAME and keyring:SERVICE/NAME stand for them in a configuration."""

import warnings
from typing import Any

from wolkvox_async.environment import variables
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.secrecy import sealed

__all__ = ["LiteralToken", "address", "secret"]


class LiteralToken(UserWarning):
    """A token is written out in a file."""


@sealed
def address(given: Any, name: str, *, advice: str) -> str:
    """Return an address, which may hold a password and so stand as env:NAME or keyring:SERVICE/NAME.

    Args:
        given: What the configuration says.
        name: The setting's.
        advice: Where it is no text.
    """
    if not isinstance(given, str):
        raise ConfigurationError(f"{name} is not text", advice=advice)
    return secret(given, name) if given.startswith(("env:", "keyring:")) else given


@sealed
def secret(text: Any, place: str) -> str:
    """Return the token that env:NAME, keyring:SERVICE/NAME or a literal stands for."""
    if not isinstance(text, str):
        raise ConfigurationError(f"{place} holds what is not text", advice='write "env:NAME"')
    kind, _, name = text.partition(":")
    if kind == "env":
        value = variables().get(name, "")
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
        raise ConfigurationError(f"{place}: the keyring is not installed", advice="pip install keyring") from None
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
