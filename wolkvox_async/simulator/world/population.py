"""Who and what a tenant has from the start: agents, skills, codes, routing points, channels.

The rows of reports name them, and so do the lists that are read and edited; both take them from here. Ids are such
that they differ at a glance; two agents share a name and a name comes in two spellings, since that is how it is.
"""

from attrs import frozen


@frozen
class Agent:
    """One agent, as reports name them."""

    id: str
    dni: str
    name: str


@frozen
class Skill:
    """A skill that every tenant has."""

    id: str
    name: str


@frozen
class Code:
    """An activity code. kind: cod_act1 or cod_act2."""

    id: str
    description: str
    kind: str = "cod_act1"


@frozen
class Point:
    """A routing point."""

    id: str
    name: str


AGENTS = (
    Agent("12001", "1000001", "José Muñoz"),
    Agent("12002", "1000002", "María Peña"),
    Agent("12003", "1000003", "Íñigo Gómez"),
    Agent("12004", "1000004", "Begoña D'Angelo"),
    Agent("12005", "1000005", "Andrés Ibáñez"),
    Agent("12006", "1000006", "ANDRES IBAÑEZ"),
    Agent("12007", "1000007", "Óscar Núñez"),
    Agent("12008", "1000008", "Ana Ruiz"),
    Agent("12009", "1000009", "Ana Ruiz"),
)
SKILLS = (Skill("1", "ATENCIÓN"), Skill("2", "Ventas"), Skill("10", "WhatsApp / chat"), Skill("11", 'Soporte "24/7"'))
CODES = (
    Code("100", "Efectivo"),
    Code("200", "No contacto"),
    Code("300", "Volver a llamar"),
    Code("TIMEOUTACW", "TIMEOUTACW"),
    Code("A1", "Interesado", "cod_act2"),
    Code("A2", "Precio / plazo", "cod_act2"),
)
POINTS = (Point("501", "Menú principal"), Point("502", "Encuesta"), Point("503", "Fuera de horario"))
CHANNELS = ("whatsapp", "facebook", "web", "email")
AUXILIARIES = ("Active breaks", "Baño", "Almuerzo", "Capacitación", "Back office")
