"""The lists an operation keeps: numbers not to call, addresses it lets in, phones that law 2300 protects."""

from typing import Self

from attrs import Factory, define, frozen

DIRECTIONS = {
    "inbound": ("inbound",),
    "outbound": ("outbound",),
    "all": ("inbound", "outbound"),
    "inbound/outbound": ("inbound", "outbound"),
}


@frozen
class Blocked:
    """A number not to call, in seconds of the wall clock. until: None without an end."""

    since: int
    until: int | None = None


@frozen
class Address:
    """An address that the firewall lets in."""

    ip: str
    permanent: bool
    description: str
    last_use: int


@frozen
class Protection:
    """A phone that law 2300 protects. nit: of whom, empty for everybody; since: wall-clock second."""

    nit: str
    customer_id: str
    since: int


@define(eq=False)
class Lists:
    """dnc by phone and direction; addresses by ip; protected by phone."""

    dnc: dict[tuple[str, str], Blocked] = Factory(dict)
    addresses: dict[str, Address] = Factory(dict)
    protected: dict[str, Protection] = Factory(dict)

    @classmethod
    def beginning(cls, now: int) -> Self:
        """Return what there is before the first call."""
        day = 86400
        return cls(
            dnc={
                ("573009990001", "inbound"): Blocked(now - 30 * day),
                ("573009990001", "outbound"): Blocked(now - 30 * day),
                ("573009990002", "outbound"): Blocked(now - 3 * day),
            },
            addresses={"198.51.100.7": Address("198.51.100.7", permanent=True, description="Oficina", last_use=now)},
            protected={"573009990003": Protection("900123456", "1000000003", now - day)},
        )

    def blocked(self, directions: tuple[str, ...], now: int) -> dict[tuple[str, str], Blocked]:
        """Return the numbers not to call at a moment, in these directions."""
        return {
            (phone, way): each
            for (phone, way), each in self.dnc.items()
            if way in directions and (each.until is None or each.until > now)
        }

    def block(self, phone: str, directions: tuple[str, ...], now: int, days: int | None = None) -> None:
        """Put a number on these lists, for a number of days or for good."""
        for way in directions:
            self.dnc[phone, way] = Blocked(now, None if days is None else now + days * 86400)

    def free(self, phone: str, directions: tuple[str, ...]) -> bool:
        """Take a number off these lists, and return whether it was on one."""
        gone = [self.dnc.pop((phone, way), None) for way in directions]
        return any(each is not None for each in gone)

    @property
    def permanent(self) -> int:
        """How many addresses are let in for good."""
        return sum(each.permanent for each in self.addresses.values())
