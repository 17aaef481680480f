"""The way to a server, without a call: name, proxy, connection and certificate."""

import asyncio
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from attrs import frozen

from wolkvox_async.calls.proxy import route_of
from wolkvox_async.doctor.finding import FIREWALL, Finding, failed, ok, skipped
from wolkvox_async.durations import duration_text

__all__ = ["Way", "proxy_of", "way_to"]

_NOT_THERE = "check server and base_url: no program listens at that port"
_PROXY = "proxy in wolkvox.toml or HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names it; NO_PROXY takes hosts out"
_TRUST = "a proxy that opens TLS? ca_bundle in wolkvox.toml or SSL_CERT_FILE names the certificates to trust"
_PORTS = {"http": 80, "https": 443}


@frozen
class Way:
    """What was found on the way to a server, and whether a call can be made on it."""

    findings: list[Finding]
    open: bool


def proxy_of(url: str, *, named: Callable[[], dict[str, str]] = getproxies) -> str | None:
    """Return the proxy that the environment names for an address, None where calls go straight there."""
    parts = urlsplit(url)
    if proxy_bypass(parts.netloc):
        return None
    proxies = named()
    return proxies.get(parts.scheme) or proxies.get("all")


async def way_to(url: str, *, seconds: float, proxy: str | None = None, ca_bundle: Path | None = None) -> Way:
    """Look at the way to a server, step by step, to where it ends.

    Args:
        url: The server's address.
        seconds: For each step.
        proxy: The proxy that the configuration names.
        ca_bundle: The certificates that it names.
    """
    parts = urlsplit(url)
    if proxy := proxy or proxy_of(url):
        return await _by_proxy(proxy, seconds)
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    findings = [ok("proxy", "none; calls go straight to the server"), await _name(host, port, seconds)]
    if findings[-1].state == "ok":
        findings.append(await _connection(host, port, seconds))
    if findings[-1].state == "ok" and parts.scheme == "https":
        findings.append(await _tls(host, port, seconds, ca_bundle))
    return Way(findings, open=findings[-1].state == "ok")


async def _by_proxy(proxy: str, seconds: float) -> Way:
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 80)
    shown = f"{host}:{port}"  # it may hold a password
    reached = await _connection(host, port, seconds)
    if reached.state != "ok":
        return Way([failed("proxy", f"no connection to the proxy {shown}: {reached.what}", _PROXY)], open=False)
    why = "the proxy makes the connection"
    others = (skipped(each, why) for each in ("dns", "firewall", "tls"))
    return Way([ok("proxy", f"calls go by way of {shown}"), *others], open=True)


async def _name(host: str, port: int, seconds: float) -> Finding:
    try:
        async with asyncio.timeout(seconds):
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except TimeoutError:
        return failed(
            "dns", f"the name server gave no answer on {host} in {duration_text(seconds)}", "check this machine's DNS"
        )
    except OSError as error:
        return failed(
            "dns", f"{host} was not found: {error.strerror or error}", "check server, base_url and this machine's DNS"
        )
    addresses = sorted({str(each[4][0]) for each in found})
    return ok("dns", f"{host} is {', '.join(addresses)}")


async def _connection(host: str, port: int, seconds: float) -> Finding:
    """Return whether there is a connection; a port that refuses, one that resets and silence are different things."""
    where = f"{host}:{port}"
    try:
        async with asyncio.timeout(seconds):
            _, writer = await asyncio.open_connection(host, port)
    except TimeoutError:
        return failed("firewall", f"silence: {where} did not answer in {duration_text(seconds)}", FIREWALL)
    except ConnectionRefusedError:
        return failed("firewall", f"refused: {where} takes no connections", _NOT_THERE)
    except ConnectionResetError:
        return failed("firewall", f"reset: {where} breaks connections off", FIREWALL)
    except OSError as error:
        return failed("firewall", f"no connection to {where}: {error.strerror or error}", "check the network")
    await _close(writer)
    return ok("firewall", f"{where} takes connections")


async def _tls(host: str, port: int, seconds: float, ca_bundle: Path | None) -> Finding:
    context = route_of(None, ca_bundle).context or ssl.create_default_context()
    try:
        async with asyncio.timeout(seconds):
            _, writer = await asyncio.open_connection(host, port, ssl=context)
    except TimeoutError:
        return failed("firewall", f"silence: no answer to the TLS handshake in {duration_text(seconds)}", FIREWALL)
    except ssl.SSLCertVerificationError as error:
        return failed("tls", f"the certificate of {host} is not trusted: {error.verify_message}", _TRUST)
    except ssl.SSLError as error:
        return failed("tls", f"TLS with {host}:{port} failed: {error.reason or error}", _TRUST)
    except ConnectionError:
        return failed("firewall", "reset: the connection is broken off in the TLS handshake", FIREWALL)
    except OSError as error:
        return failed("tls", f"TLS with {host}:{port} failed: {error.strerror or error}", _TRUST)
    secured = writer.get_extra_info("ssl_object")
    version = secured.version() if secured is not None else "TLS"
    await _close(writer)
    return ok("tls", f"{version}, the certificate of {host} is trusted")


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):  # the other side may have closed it before
        await writer.wait_closed()
