"""The address of a Redis that hosts share, as configuration and code give it."""

from urllib.parse import parse_qsl, urlsplit

from wolkvox_async.errors import ConfigurationError

__all__ = ["REDIS", "check_address", "not_valid"]

REDIS = ("redis://", "rediss://", "unix://")  # how one begins
_WRITE = "write it like redis://host:6379/0, and special characters of a password as %23"
_OPTIONS = {  # any other would break what the store relies on, or is misspelt
    *("db", "client_name", "socket_keepalive", "socket_timeout", "socket_connect_timeout", "health_check_interval"),
    *("ssl_cert_reqs", "ssl_ca_certs", "ssl_ca_path", "ssl_certfile", "ssl_keyfile", "ssl_password"),
    *("ssl_check_hostname", "ssl_min_version", "username", "password"),
}


def not_valid() -> ConfigurationError:
    """Return the error of an address that cannot be right."""
    return ConfigurationError("the address of Redis is not valid", advice=_WRITE)


def check_address(url: str) -> None:
    """Check what redis-py would let pass.

    Raises:
        ConfigurationError: The address cannot be right, or has an option that cannot be used.
        ValueError: It is none at all.
    """
    parts = urlsplit(url)
    if parts.fragment or parts.port == 0:
        raise not_valid()
    if unknown := sorted(dict(parse_qsl(parts.query, keep_blank_values=True)).keys() - _OPTIONS):
        raise ConfigurationError(
            f"the address of Redis has an option that cannot be used: {unknown[0]}",
            advice="allowed are " + ", ".join(sorted(_OPTIONS - {"username", "password"})),
        )
