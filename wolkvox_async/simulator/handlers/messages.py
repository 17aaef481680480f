"""Messages that go out: SMS, mobile WhatsApp at its pace, and official WhatsApp. All are kept in the order sent."""

from wolkvox_async.simulator.handlers.call import Call
from wolkvox_async.simulator.handlers.common import Broken, done, listed, refused, state, table
from wolkvox_async.simulator.wire import Reply
from wolkvox_async.simulator.world.series import wall
from wolkvox_async.simulator.world.state.messages import Sent

PAUSE = 20.0  # seconds between two messages of a mobile connector
ON_THE_WAY = 1.0  # of them may be lost on the way here, which is not the client's doing
MOST_A_DAY = 6_000

# The vendor's text for this is not known.
NOT_APPROVED = "The template {} is not approved"


def _sent(call: Call, kind: str) -> Sent:
    sent = Sent(
        kind=kind,
        telephone=call.given("telephone"),
        at=call.truth.clock(),
        connector_id=call.given("connector_id"),
        message=call.given("message"),
        template_name=call.given("template_name"),
        template_vars=call.given("template_vars"),
        url_attach=call.given("url_attach"),
    )
    state(call).messages.sent.append(sent)
    return sent


def send_sms(call: Call) -> Reply:
    """Send an SMS."""
    _sent(call, "sms")
    return done(call)


def send_message_mobil(call: Call) -> Reply:
    """Send, however fast they come: the harm of a broken pace is done by WhatsApp, and later."""
    connector = call.given("connector_id")
    earlier = [each for each in state(call).messages.sent if (each.kind, each.connector_id) == ("mobile", connector)]
    return done(call, broke=_hurried(call, earlier, _sent(call, "mobile")))


def _hurried(call: Call, earlier: list[Sent], sent: Sent) -> list[Broken]:
    broke = []
    pause = sent.at - earlier[-1].at if earlier else PAUSE
    if pause < PAUSE - ON_THE_WAY:
        broke.append(("pace", f"{pause:.1f} s after the message before"))
    zone = call.tenant.zone
    today = wall(sent.at, zone).date()
    count = 1 + sum(wall(each.at, zone).date() == today for each in earlier[-MOST_A_DAY:])
    if count > MOST_A_DAY:
        broke.append(("pace", f"more than {MOST_A_DAY} messages of a connector in a day"))
    return broke


def send_message_official(call: Call) -> Reply:
    """Send a message by the official WhatsApp line."""
    _sent(call, "official")
    return done(call)


def send_template_official(call: Call) -> Reply:
    """Send a template. One that was made here must have been approved; Meta may know others."""
    known = state(call).templates.by_name.get(call.given("template_name"))
    if known is not None and known.status != "APPROVED":
        raise refused(NOT_APPROVED.format(known.name))
    _sent(call, "template")
    return done(call)


def connectors(call: Call) -> Reply:
    """List the messaging connectors."""
    return listed(
        call,
        [
            {"connector_id": each.id, "rp_id": each.rp_id, "name": each.name, "channel": each.channel}
            for each in state(call).messages.connectors.values()
        ],
    )


HANDLERS = (
    table("sms.php", send_sms=("POST", send_sms))
    | table(
        "whatsapp.php",
        send_message_mobil=("POST", send_message_mobil),
        send_message_official=("POST", send_message_official),
        send_template_official=("POST", send_template_official),
    )
    | table("information.php", connectors=("GET", connectors))
)
