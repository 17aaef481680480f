"""Takes the token out of what a server said: a reply may repeat the headers of its call."""

from typing import Any

from wolkvox_async.core.parsing import Defective
from wolkvox_async.errors import ReplyError
from wolkvox_async.operation import Token

__all__ = ["redacted", "without_token"]


def without_token(error: ReplyError, token: Token) -> ReplyError:
    """Take the token out of what the server said, should it repeat it; the rows have been seen to already."""
    for name, value in list(vars(error).items()):
        if name != "rows":
            setattr(error, name, redacted(value, token))
    error.args = (error.what,)
    return error


def redacted(value: Any, token: Token) -> Any:
    """Return a value of a reply without the token."""
    secret, shown = token.reveal(), repr(token)

    def clean(value: Any) -> Any:
        match value:
            case str():
                return value.replace(secret, shown) if secret in value else value
            case bytes():
                return value.replace(secret.encode(), shown.encode())
            case list():
                return [clean(item) for item in value]
            case dict():
                cleaned = {clean(key): clean(item) for key, item in value.items()}
                return Defective(cleaned, clean(value.raw)) if isinstance(value, Defective) else cleaned
        return value

    try:
        return clean(value)
    except RecursionError:
        return "nested too deep to be shown"
