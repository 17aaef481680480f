"""What texts say that no scene decides, by the names of their fields: as people and systems of an operation write."""

import random
import re

COMMENTS = (
    'Dijo "llámeme mañana"',
    "No contesta; marcar después de las 18:30",
    "Acuerdo de pago 30/60 días",
    "Cliente al día, agradece la llamada",
    "Pide que le envíen el recibo por WhatsApp 😀",
)
ODD = ("sí", "no aplica", 'Dijo "gracias"', "30/60", "C:\\datos\\ñ", "😀 listo", "línea 1\nlínea 2", "a },{ b")

# The first pattern that a field's name has decides.
BY_NAME: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("^action$", ("PREDICTIVE: stop campaign 32841", "PREDICTIVE: start campaign 32841", "USERS: edit agent 12004")),
    ("workstation", ("PC-01", "PC-02", "PC-SUPERVISION")),
    ("^user$", ("admin", "supervisor1", "lucia.castano")),
    ("^ip$|_ip$", ("192.0.2.14", "192.0.2.15", "198.51.100.7")),
    ("notification", ("Campaña 32841 sin registros por marcar", "Licencias al 90 %")),
    ("comment|annotation|feedback|justification", COMMENTS),
    ("subject|topic", ("Consulta de saldo", "Reclamo de factura", "Cambio de plan")),
    ("question|query", ("¿Cuál es mi saldo?", "¿Cómo cambio mi plan?", "¿Dónde pago mi factura?")),
    (
        "summary|explanation",
        ("El cliente consulta su saldo y el agente lo informa.", "Acuerdo de pago para el día 30."),
    ),
    (
        "answer|body|message|text",
        ("Su saldo es de $ 120.000", "Con gusto, ya quedó registrado", "Recibirá un correo hoy"),
    ),
    ("^q[0-9]+$", ("5", "4", "5", "3", "1")),
    ("^from|^to$|email", ("cliente1@example.com", "cliente2@example.com", "ayuda@example.com")),
    ("url", ("https://example.com/oferta/1", "https://example.com/oferta/2")),
    ("source_type", ("ad", "post")),
    ("media_type", ("image", "video")),
    ("language", ("es-CO", "es-MX")),
    ("type_call|call_type", ("inbound", "outbound")),
    ("day_of_week", ("lunes", "martes", "miércoles", "jueves", "viernes")),
    ("hang_up|hung_up", ("customer", "agent")),
    ("result|status", ("OK", "Completado", "Pendiente")),
    ("destiny|destination", ("MOBILE", "FIXED", "NATIONAL")),
    ("state$|city|country", ("Antioquia", "Cundinamarca", "Bolívar")),
    ("operation|nit", ("900123456",)),
    ("file|voice|attach", ("saludo.wav", "bienvenida.wav")),
    ("cod_opc_menu", ("1", "2", "3", "0")),
    ("dn_transfer", ("501", "502", "")),
    ("opt[0-9]+|extra", ("plan básico", "30/60", "al día", "")),
    ("machinecode", ("AMD", "BUSY", "NOANSWER")),
    ("errors?$", ("", "131026", "131047")),
    ("feeling", ("positive", "neutral", "negative")),
    ("name", ("Ana Ruiz", "José Muñoz", "Begoña Peña")),
)
COMMON = ("sí", "no aplica", "al día", "30/60")


def phrase(name: str, chance: random.Random, *, extreme: bool) -> str:
    """Return a text for a field; extreme: such as parsers and files trip over."""
    if extreme:
        return chance.choice(ODD)
    return chance.choice(next((texts for pattern, texts in BY_NAME if re.search(pattern, name)), COMMON))
