"""Why no usable reply came, in words: what the HTTP library and the system say, without what the requests hold."""

import errno
import logging
import os
import socket

import aiohttp
from aiohttp.http_exceptions import HttpProcessingError

from wolkvox_async.core.reply import Lost
from wolkvox_async.durations import duration_text

__all__ = ["Dropped", "TooLate", "lost_before", "lost_under_way", "system_text"]

_LOGGER = logging.getLogger("wolkvox_async")
_SILENT = "the server closed it and did not answer"
_LENGTH = 200  # characters of what others say


class Dropped(aiohttp.ClientError):
    """A connection failed before its reply began. aiohttp does not send the request again after this error."""

    def __init__(self, error: Exception) -> None:
        super().__init__(system_text(error) if isinstance(error, OSError) else _SILENT)
        self.reset = isinstance(error, OSError) and error.errno == errno.ECONNRESET


class TooLate(aiohttp.ClientError):
    """The call must not be sent any more."""


def lost_before(error: Exception, connect: float) -> Lost | None:
    """Return why no connection came about within `connect` seconds. Returns None where there was one."""
    match error:
        case TooLate():
            why, kind = "the call waited too long for its turn", "late"
        case aiohttp.ConnectionTimeoutError():
            why, kind = f"no connection within {connect:g} s", "connect"
        case aiohttp.ClientHttpProxyError():
            why, kind = f"the proxy refused the connection: {error.status} {_line(error.message)}", "proxy"
        case aiohttp.ClientConnectorError():
            why, kind = _no_connection(error)
        case aiohttp.ServerFingerprintMismatch():
            why, kind = "the certificate has another fingerprint than the one that was given", "tls"
        case _:
            return None
    return Lost(why, kind, sent=False)


def _no_connection(error: aiohttp.ClientConnectorError) -> tuple[str, str]:
    cause = error.os_error
    match error:
        case aiohttp.ClientProxyConnectionError():
            return f"no connection to the proxy {error.host}:{error.port}: {system_text(cause)}", "proxy"
        case aiohttp.ClientConnectorDNSError():
            kind = "name" if cause.errno == socket.EAI_NONAME else "dns"
            return f"the name {error.host} was not found (DNS): {system_text(cause)}", kind
        case aiohttp.ClientConnectorCertificateError():
            reason = getattr(error.certificate_error, "verify_message", "") or _line(str(error.certificate_error))
            return f"the certificate of {error.host} is not trusted: {reason}", "tls"
        case aiohttp.ClientSSLError():
            return f"TLS with {error.host}:{error.port} failed: {_line(str(cause))}", "tls"
    match cause:
        case ConnectionResetError():
            kind = "reset"
        case TimeoutError():
            kind = "connect"
        case _:
            kind = "refused"
    return f"no connection: {system_text(cause)}", kind


def lost_under_way(error: Exception, *, seconds: float, received: int | None, begun: bool) -> Lost:
    """Return why a call was lost that may have been sent.

    Args:
        error: What the HTTP library or the system raised.
        seconds: How long the call took.
        received: Bytes of the reply's body; None where no reply began.
        begun: Whether the call was sent, as far as is known.
    """
    match error:
        case TimeoutError():
            return Lost(f"no complete answer after {duration_text(seconds)}", "timeout", sent=True)
        case Dropped():
            return Lost(f"the connection was lost: {error}", "reset" if error.reset else "dropped", sent=True)
        case aiohttp.ClientResponseError() | HttpProcessingError():
            # The server has answered, in bytes that the parser refuses: it is done with the call.
            return Lost(f"the reply is no valid HTTP: {_line(error.message)}", "garbled", sent=True, ended=True)
        case aiohttp.ClientError() | ConnectionError() if received is not None:
            return Lost(f"the body broke off after {received:,} bytes", "cut", sent=True, size=received)
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientOSError() | ConnectionError():
            return lost_under_way(Dropped(error), seconds=seconds, received=received, begun=begun)
        case aiohttp.ClientError():
            return Lost(f"the connection was lost: {type(error).__name__}", "dropped", sent=True)
    if received is not None:  # not of the session: ours
        _LOGGER.error("a reply could not be read", exc_info=error)
        return Lost(f"the reply could not be read: {type(error).__name__}: {_line(str(error))}", "garbled", sent=True)
    return Lost(f"the HTTP session failed: {type(error).__name__}: {_line(str(error))}", "session", sent=begun)


def _line(text: str) -> str:
    """Return a text on one line, of bounded length, and with nothing in it that a terminal would obey."""
    line = " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
    return line if len(line) <= _LENGTH else f"{line[:_LENGTH]}…"


def system_text(error: OSError) -> str:
    """Return the system's word for it; asyncio has its own, with the address."""
    if isinstance(error, socket.gaierror):
        return error.strerror or str(error)
    if error.errno is not None and error.errno > 0:
        return os.strerror(error.errno)
    return error.strerror or str(error) or type(error).__name__
