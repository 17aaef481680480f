"""By which proxy calls go, and whose certificates they trust, where the environment does not say it."""

import ssl
from pathlib import Path

from wolkvox_async.errors import ConfigurationError
from wolkvox_async.pattern import pattern
from wolkvox_async.secrecy import sealed

__all__ = ["Route", "route_of"]

_PROXY = pattern(r"https?://[^\s/?#]+/?")


class Route:
    """The proxy's address, and what certificates are checked by; None: as the environment and the system say."""

    __slots__ = ("context", "proxy")

    def __init__(self, proxy: str | None = None, context: ssl.SSLContext | None = None) -> None:
        self.proxy = proxy
        self.context = context


@sealed
def route_of(proxy: str | None, ca_bundle: str | Path | None) -> Route:
    """Return how calls go to the server.

    Args:
        proxy: Address of an HTTP proxy.
        ca_bundle: A PEM file of certificates to trust beside the system's.

    Raises:
        ConfigurationError: A value cannot be right. The address, which may hold a password, is not shown.
    """
    if proxy is not None and not (isinstance(proxy, str) and _PROXY.fullmatch(proxy)):
        raise ConfigurationError("proxy is no address of an HTTP proxy", advice="write http://proxy:3128")
    context = None
    if ca_bundle is not None:
        context = ssl.create_default_context()
        try:
            context.load_verify_locations(Path(ca_bundle))
        except (OSError, ssl.SSLError) as error:  # an SSLError is an OSError without a text of its own
            why = "it holds no certificate" if isinstance(error, ssl.SSLError) else error.strerror
            raise ConfigurationError(
                f"ca_bundle {ca_bundle} cannot be used: {why}", advice="name a PEM file of certificates"
            ) from None
    return Route(proxy, context)
