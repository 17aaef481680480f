"""Numbers not to call, addresses that are let in, phones that law 2300 protects."""

from collections.abc import Iterable
from ipaddress import AddressValueError, IPv4Address
from typing import Any

from wolkvox_async.simulator import facts
from wolkvox_async.simulator.handlers.call import Call
from wolkvox_async.simulator.handlers.common import (
    RefusedError,
    done,
    listed,
    moment,
    now,
    refused,
    state,
    table,
)
from wolkvox_async.simulator.wire import Reply, bad_request
from wolkvox_async.simulator.world.state.lists import DIRECTIONS, Address, Protection

MOST_PERMANENT = 5
EVERY = ("all", "All")  # instead of a list of numbers

# The vendor's texts for these are not known.
IP_THERE = "IP: {} already exists"
NO_IP = "IP: {} does not exist"
NO_IPV4 = "IP: {} is not valid"
MANY_IPS = "The limit of permanent IPs is 5"
NOT_BLOCKED = "The number {} is not blocked"


def phone(value: object) -> bool:
    """Whether a value is a phone number as the server takes one."""
    return isinstance(value, str | int) and str(value).isascii() and str(value).isdigit()


# Do not call


def add_campaign_dnc(call: Call) -> Reply:
    """Block numbers for campaigns, each for a number of days; what is no number is rejected."""
    sent = call.body if isinstance(call.body, list) else [call.body]
    if len(sent) > facts.RECORDS_UP:
        raise RefusedError(bad_request(facts.TOO_MANY_RECORDS, f"{len(sent)} numbers in one call", "upload"))
    good = [each for each in sent if phone(each.get("telephone")) and phone(each.get("days_block"))]
    for each in good:
        state(call).lists.block(str(each["telephone"]), ("outbound",), now(call), int(each["days_block"]))
    counts = {"total_added": len(good), "total_rejected": len(sent) - len(good), "total_sent": len(sent)}
    rejected = [("record", "a number or its days are none")] * (len(sent) - len(good))
    return done(call, [{name: str(count) for name, count in counts.items()}], count=len(good), broke=rejected)


def add_dnc(call: Call) -> Reply:
    """Put numbers on the do-not-call list of a direction."""
    good = [str(each) for each in call.body["telephones"] if phone(each)]
    for each in good:
        state(call).lists.block(each, DIRECTIONS[call.given("type_call")], now(call))
    return done(call, count=len(good))


def remove_dnc(call: Call) -> Reply:
    """Take numbers off the do-not-call list of a direction."""
    lists, ways = state(call).lists, DIRECTIONS[call.given("type") or "all"]
    given = call.body["telephones"]
    numbers: Iterable[Any] = sorted({number for number, _ in lists.dnc}) if given in EVERY else given
    return done(call, count=sum(lists.free(str(each), ways) for each in numbers))


def get_dnc(call: Call) -> Reply:
    """List the numbers that are not to be called."""
    blocked = state(call).lists.blocked(DIRECTIONS[call.given("type")], now(call))
    return listed(
        call,
        [
            {"phone_number": number, "type": way, "date_delete": moment(each.since)}
            for (number, way), each in blocked.items()
        ],
    )


# Addresses


def _address(call: Call) -> str:
    """Return the address that a call names; one that is none is refused with 406."""
    ip = call.given("ip").strip()
    try:
        IPv4Address(ip)
    except AddressValueError:
        raise refused(NO_IPV4.format(ip), status=406) from None
    return ip


def add_ip(call: Call) -> Reply:
    """Let an address in; one that is there already is refused."""
    lists, ip = state(call).lists, _address(call)
    if ip in lists.addresses:
        raise refused(IP_THERE.format(ip))
    permanent = call.given("permanent") == "yes"
    if permanent and lists.permanent >= MOST_PERMANENT:
        raise refused(MANY_IPS)
    lists.addresses[ip] = Address(ip, permanent, call.given("description"), now(call))
    return done(call, msg=f"IP: {ip} has been added successfully")


def remove_ip(call: Call) -> Reply:
    """Take an address off the firewall's list."""
    ip = _address(call)
    if state(call).lists.addresses.pop(ip, None) is None:
        raise refused(NO_IP.format(ip))
    return done(call, msg=f"IP: {ip} has been deleted successfully")


def get_ip(call: Call) -> Reply:
    """List the addresses that the firewall lets in."""
    return listed(
        call,
        [
            {
                "operation": call.tenant.name,
                "ip": each.ip,
                "last_use": moment(each.last_use),
                "type_ip": "permanente" if each.permanent else "temporal",
                "description": each.description,
            }
            for each in state(call).lists.addresses.values()
        ],
    )


# Law 2300


def block_law2300(call: Call) -> Reply:
    """Protect a customer from more contacts."""
    protection = Protection(call.given("nit"), call.given("customer_id"), now(call))
    state(call).lists.protected[call.given("telephone")] = protection
    return done(call)


def free_law2300(call: Call) -> Reply:
    """Release a customer from that protection."""
    if state(call).lists.protected.pop(call.given("value"), None) is None:
        raise refused(NOT_BLOCKED.format(call.given("value")))
    return done(call)


def law2300_info(call: Call) -> Reply:
    """Return the last contact of a customer who is protected."""
    wanted = call.given("phone")
    found = state(call).lists.protected.get(wanted)
    if found is None or found.nit not in ("", call.given("nit")):
        return listed(call, [])
    return listed(call, [{"phone_number": wanted, "last_day": moment(found.since), "last_channel": "voice"}])


HANDLERS = (
    table("campaign.php", add_dnc=("POST", add_campaign_dnc))
    | table(
        "configuration.php",
        add_dnc=("POST", add_dnc),
        remove_dnc=("DELETE", remove_dnc),
        add_ip=("POST", add_ip),
        remove_ip=("DELETE", remove_ip),
        block_law2300=("PUT", block_law2300),
        free_law2300=("PUT", free_law2300),
    )
    | table("information.php", get_dnc=("GET", get_dnc), get_ip=("GET", get_ip), law2300_info=("GET", law2300_info))
)
