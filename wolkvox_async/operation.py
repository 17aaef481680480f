"""An operation is a customer's tenant: a server, licences, a time zone and one or more tokens.

Permits belong to a token and the daily quota to the operation, so these two values are what the scheduler counts by.
A token is wrapped the moment it comes in and only the transport unwraps it: it has no text form but a digest.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2s
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from attrs import field, frozen

from wolkvox_async.described import described
from wolkvox_async.errors import ConfigurationError
from wolkvox_async.limits import (
    CALLS_PER_LICENCE,
    CAMPAIGN_RECORDS,
    PREDICTIVE_AT_ONCE,
    SMALL_CAMPAIGN_RECORDS,
    SMALL_LICENCES,
)
from wolkvox_async.secrecy import sealed, sealed_class
from wolkvox_async.spelling import closest

__all__ = ["CHECKS", "Operation", "Token", "zone_named"]


class _Header(str):
    """The text of a header, for the wire; what looks at the values of a frame sees a digest."""

    __slots__ = ("digest",)
    digest: str

    def __repr__(self) -> str:
        return f"<token {self.digest[:6]}>"


class Token:
    """A secret that shows only digests of itself: digest to people, key to the shared store."""

    __slots__ = ("_secret", "digest", "key")

    @sealed
    def __init__(self, secret: str) -> None:
        if not isinstance(secret, str) or not re.fullmatch(r"[\x21-\x7e]+", secret):
            raise ConfigurationError(
                "a token is empty or holds white space, a line break or a character that no header carries",
                advice="paste it again without the line end, or name it as env:NAME in wolkvox.toml",
            )
        self._secret = secret
        self.digest = blake2s(secret.encode(), digest_size=8).hexdigest()
        self.key = blake2s(secret.encode(), digest_size=12).hexdigest()

    @classmethod
    @sealed
    def of(cls, value: "Token | str") -> Self:
        """The token itself, or one made of its text."""
        return value if isinstance(value, cls) else cls(value)  # type: ignore[arg-type]

    def reveal(self) -> str:
        """Return the secret."""
        return self._secret

    @property
    def header(self) -> str:
        """The secret as a text whose repr is the digest."""
        header = _Header(self._secret)
        header.digest = self.digest
        return header

    def __repr__(self) -> str:
        return f"<token {self.digest[:6]}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Token) and self._secret == other._secret

    def __hash__(self) -> int:
        return hash(self.digest)


def _name(value: str) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ConfigurationError("an operation needs a name")
    return value


def _server(value: str | int) -> str:
    """Return the server's number, given as that or as its address."""
    given = str(value)
    text = re.sub(r"^https?://|\.wolkvox\.com(/.*)?$|/$", "", given.strip(), flags=re.IGNORECASE)
    number = re.sub(r"^wv(?=[0-9A-Za-z])", "", text, flags=re.IGNORECASE)
    if not re.fullmatch(r"[0-9A-Za-z-]+", number):
        raise ConfigurationError(
            f"server {given!r} is no server number",
            advice="wv0099.wolkvox.com is server '0099'; another address goes into base_url",
        )
    return number


def _tokens(values: Iterable[Token | str]) -> tuple[Token, ...]:
    if isinstance(values, str | bytes | Token) or not isinstance(values, Iterable):
        raise ConfigurationError("tokens takes a list of tokens", advice="write tokens=[TOKEN]")
    tokens = tuple(dict.fromkeys(Token.of(value) for value in values))
    if not tokens:
        raise ConfigurationError("the list of tokens is empty", advice="an operation needs one or more")
    return tokens


def _licences(value: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ConfigurationError(f"licences is {value!r}", advice="give the number of licences, 1 or more")
    return value


def zone_named(name: str | ZoneInfo, *, otherwise: str = "use a name like 'America/Bogota'") -> ZoneInfo:
    """Return a time zone.

    Args:
        name: An IANA name, or the zone itself.
        otherwise: The advice where no zone has a name like this one.

    Raises:
        ConfigurationError: There is no such zone; the nearest is named.
    """
    if isinstance(name, ZoneInfo):
        return name
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError, AttributeError, OSError):
        near = closest(str(name), available_timezones())
        raise ConfigurationError(
            f"unknown time zone {name!r}", advice=f"did you mean {near!r}?" if near else otherwise
        ) from None


def _address(value: str) -> str:
    """Return an address that ends in a slash; "" for the server's own."""
    if value and not (isinstance(value, str) and re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#@]*)?", value)):
        raise ConfigurationError(
            "base_url is no plain http or https address", advice="like http://127.0.0.1:8099/api/v2/"
        )
    return f"{str(value or '').rstrip('/')}/" if value else ""


def _hour(value: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value not in range(24):
        raise ConfigurationError(f"reset_hour is {value!r}", advice="give an hour, 0 to 23")
    return value


def _kind(value: str | None) -> Literal["dedicated", "shared"] | None:
    match value:
        case None | "dedicated" | "shared":
            return value
    raise ConfigurationError(
        f"server_kind is {value!r}", advice="allowed: dedicated, shared; leave it out where you do not know"
    )


# What makes of each value the one that an operation keeps, or says what is wrong with it.
CHECKS: Mapping[str, Callable[[Any], object]] = {
    "name": _name,
    "server": _server,
    "tokens": _tokens,
    "licences": _licences,
    "tz": zone_named,
    "base_url": _address,
    "reset_hour": _hour,
    "server_kind": _kind,
}


@described
@sealed_class
@frozen(kw_only=True, repr=False, cache_hash=True)  # each call finds its queue by it
class Operation:
    """One customer's tenant.

    Raises:
        ConfigurationError: A value cannot be right.
    """

    name: str = field(converter=_name)
    """Your own name for it; with the address it identifies the operation's quota in the shared store."""
    server: str = field(converter=_server)
    """The vendor's server number, as in wv0099.wolkvox.com; that address is taken too."""
    tokens: tuple[Token, ...] = field(converter=_tokens)
    """API tokens of the operation, one or more; each has two permits."""
    licences: int = field(converter=_licences)
    """Licensed users; times 1,000 is the daily quota of calls."""
    tz: ZoneInfo = field(converter=zone_named)
    """The operation's wall clock, an IANA name."""
    base_url: str = field(default="", converter=_address)
    """Another address, as that of the simulator."""
    reset_hour: int = field(default=0, converter=_hour)
    """Hour of that clock at which the day's calls begin at zero; the vendor does not say, 0 is likely."""
    server_kind: Literal["dedicated", "shared"] | None = field(default=None, converter=_kind, eq=False)
    """Kind of the server, by which the vendor bounds campaigns; None: not known, and these bounds are warnings."""
    _place: str = field(init=False, eq=False, repr=False)  # the server, to the store: permits and quota begin with it
    key: str = field(init=False, eq=False, repr=False)  # what the shared store knows the operation's quota by

    def __attrs_post_init__(self) -> None:
        base = self.base_url or f"https://wv{self.server}.wolkvox.com/api/v2/"
        place = blake2s(f"{base} {self.server}".encode(), digest_size=6).hexdigest()
        object.__setattr__(self, "base_url", base)
        object.__setattr__(self, "_place", place)
        object.__setattr__(self, "key", f"{place} {self.name}")

    def __repr__(self) -> str:
        """Return what the operation is, on one line; of the tokens only their digests."""
        tokens = " ".join(map(repr, self.tokens))
        return f"<Operation {self.name} {self.base_url} {tokens} licences={self.licences} tz={self.tz}>"

    @property
    def daily_quota(self) -> int:
        """Calls a day, of all tokens together."""
        return self.licences * CALLS_PER_LICENCE

    @property
    def campaign_records(self) -> int | None:
        """Records that a campaign holds at most, by licences and server_kind; None where the kind must be known."""
        if self.licences <= SMALL_LICENCES:
            return SMALL_CAMPAIGN_RECORDS
        return None if self.server_kind is None else CAMPAIGN_RECORDS[self.server_kind] * self.licences

    @property
    def predictive_campaigns(self) -> int | None:
        """Predictive campaigns that run at once, at most; None where server_kind is not known."""
        return None if self.server_kind is None else PREDICTIVE_AT_ONCE[self.server_kind]

    def permits_key(self, token: Token) -> str:
        """What the shared store knows a token's permits by: the server's digest and the token's, never the token."""
        return f"{self._place}.{token.key}"
