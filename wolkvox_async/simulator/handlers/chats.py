"""Chats of agents: listed in one page, read message by message, and coded."""

from wolkvox_async.simulator.handlers.call import Call
from wolkvox_async.simulator.handlers.common import agent, done, moment, refused, state, table
from wolkvox_async.simulator.wire import Reply
from wolkvox_async.simulator.world.state.messages import Chat

CHATS = 100  # listed at most; nothing asks for the others
MESSAGES = 10  # a page

# The vendor's texts for these are not known, but that the first is Spanish and about codAct.
NO_CHAT_CODE = "El codAct {} no es válido para chats"
NO_CHAT = "El chat {} no existe"


def _chat(call: Call) -> Chat:
    found = state(call).messages.chats.get(call.given("chat_id"))
    if found is None:
        raise refused(NO_CHAT.format(call.given("chat_id")))
    return found


def agent_chat(call: Call) -> Reply:
    """List the first hundred open chats of an agent; total is their number."""
    who = agent(call)
    chats = [each for each in state(call).messages.chats.values() if each.agent_id == who.id and _wanted(call, each)]
    return done(
        call,
        {
            "status": "success",
            "total": str(len(chats)),
            "page": "0",
            "limit": str(CHATS),
            "data": [_row(each) for each in chats[:CHATS]],
        },
    )


def _wanted(call: Call, chat: Chat) -> bool:
    given = call.given
    return (
        not chat.code
        and all(not given(name) or given(name) in chat.identifiers for name in ("phone", "email"))
        and given("customer_name").lower() in chat.customer.lower()
        and given("channel") in ("", chat.channel)
        and given("channel_id") in ("", chat.connector_id)
    )


def _row(chat: Chat) -> dict[str, object]:
    return {
        "channel_id": chat.connector_id,
        "chat_id": chat.id,
        "fecha": moment(chat.begun),
        "channel": chat.channel,
        "agent_user": chat.agent_id,
        "skill": chat.skill_id,
        "cliente": {"nombre": chat.customer, "identificadores": list(chat.identifiers)},
    }


def conversation(call: Call) -> Reply:
    """Return a page of the messages of a chat; a page beyond the last is empty."""
    chat, page = _chat(call), int(call.given("pagina_mensajes") or 1)
    said = chat.messages
    first = MESSAGES * (page - 1)
    shown = said[first : first + MESSAGES]
    counts = {
        "pagina": page,
        "mensajes_por_pagina": MESSAGES,
        "total_registros": len(shown),
        "total_mensajes": len(said),
        "total_paginas": -(-len(said) // MESSAGES),
        "registro_desde": first + 1 if shown else 0,
        "registro_hasta": first + len(shown) if shown else 0,
    }
    row = {
        "chat_id": chat.id,
        "fecha_hora_inicio": moment(chat.begun),
        "canal": chat.channel,
        "estado_chat": chat.state,
        "agent_id": chat.agent_id,
        "conversacion": [
            {"fecha_hora": moment(each.at), "quien_hablo": each.who, "mensaje": each.text} for each in shown
        ],
        "paginacion_mensajes": {name: str(count) for name, count in counts.items()},
    }
    return done(call, [row])


def codify_chat(call: Call) -> Reply:
    """Code a chat, which closes it; a code that is not for chats is a 422."""
    chat = _chat(call)
    agent(call, "agent")
    code = state(call).people.code(call.given("codAct"))
    if code is None or code.flags["chat"] != "yes":
        raise refused(NO_CHAT_CODE.format(call.given("codAct")), status=422)
    chat.code = code.id
    return done(call)


HANDLERS = table(
    "whatsapp.php",
    agent_chat=("GET", agent_chat),
    conversations_today_by_customer=("POST", conversation),
    codify_chat=("POST", codify_chat),
)
