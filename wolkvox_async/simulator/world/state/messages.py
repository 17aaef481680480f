"""Messages that were sent, connectors they go over, and the chats of agents."""

from typing import Self

from attrs import Factory, define, frozen

from wolkvox_async.simulator.world import population

CHANNELS = {"web": "chat-web"}  # as connectors spell them, where chats spell them otherwise
CUSTOMERS = ("Ana Ruiz", "José Muñoz", 'Íñigo "el Vasco"', "MARIA PEÑA")
BUSY, LONG = 12002, 130  # an agent with more chats than one reply lists
SPOKEN = ("Hola", "¿Cuál es mi saldo?", "Un momento 😀", "Son $ 120.000 / mes", "Gracias\nhasta luego", "C:\\docs")


@frozen(kw_only=True)
class Sent:
    """One message that took effect. kind: sms, mobile, template or official; at: the clock's second since 1970."""

    kind: str
    telephone: str
    at: float
    connector_id: str = ""
    message: str = ""
    template_name: str = ""
    template_vars: str = ""
    url_attach: str = ""


@frozen
class Connector:
    """A way out to customers, and the routing point that its chats come in by."""

    id: str
    rp_id: str
    name: str
    channel: str


@frozen
class Message:
    """One message of a chat. at: wall-clock second; who: cliente or agente."""

    at: int
    who: str
    text: str


@define(eq=False)
class Chat:
    """One chat of today. begun: wall-clock second; code: what it was coded with, "" while it is open."""

    id: str
    agent_id: str
    channel: str
    connector_id: str
    skill_id: str
    begun: int
    customer: str
    identifiers: tuple[str, ...]
    length: int
    code: str = ""

    @property
    def state(self) -> str:
        """Code of the chat's state."""
        return "020" if self.code else "010"

    @property
    def messages(self) -> list[Message]:
        """What was said, customer and agent in turn."""
        who = ("cliente", "agente")
        return [Message(self.begun + 20 * n, who[n % 2], SPOKEN[n % len(SPOKEN)]) for n in range(self.length)]


@define(eq=False)
class Messages:
    """What was sent, and the chats there are, by id."""

    connectors: dict[str, Connector]
    chats: dict[str, Chat]
    sent: list[Sent] = Factory(list)

    @classmethod
    def beginning(cls, now: int) -> Self:
        """Return what there is before the first call."""
        connectors = {
            str(n + 1): Connector(
                str(n + 1), population.POINTS[0].id, f"Canal {channel}", CHANNELS.get(channel, channel)
            )
            for n, channel in enumerate(population.CHANNELS)
        }
        agents = [12001] * 12 + [BUSY] * LONG + [12003] * 3
        chats = [_chat(n, str(agent), now) for n, agent in enumerate(agents)]
        return cls(connectors, {each.id: each for each in chats})


def _chat(n: int, agent: str, now: int) -> Chat:
    place = n % len(population.CHANNELS)
    channel = population.CHANNELS[place]
    identifier = f"cliente{n}@example.com" if channel == "email" else f"5730010{n:05}"
    return Chat(
        id=str(100 + n),
        agent_id=agent,
        channel=channel,
        connector_id=str(place + 1),
        skill_id="10",
        begun=now - 60 * (n + 1),
        customer=CUSTOMERS[n % len(CUSTOMERS)],
        identifiers=(identifier,),
        length=23 if n == 0 else 1 + n % 12,
    )
