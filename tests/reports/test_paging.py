"""Pages: all of them, each once, and a server that leads in circles is found out."""

from contextlib import aclosing

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from tests.support.answering import answering
from wolkvox_async import ConfigurationError, ServerFault
from wolkvox_async.endpoints.storage_custom import LIST_FILES, StorageCustom
from wolkvox_async.endpoints.whatsapp_custom import (
    Conversation,
    ConversationMessage,
    MessagePage,
    WhatsAppCustom,
    joined,
)
from wolkvox_async.reports.paging import Paged


def folder(count, each, last=None):
    """Serve a folder of so many files, so many a page; last: what stands for "no more"."""

    def answer(seen):
        start = int((seen.json or {}).get("page_token", "t0")[1:])
        items = [
            {"name": f"f{n}", "isDirectory": "false", "size": "1.5"} for n in range(start, min(start + each, count))
        ]
        token = f"t{start + each}" if start + each < count else last
        return {
            "code": "200",
            "msg": "OK",
            "data": {"items": items, "pagination": {"limit": str(each), "next_page_token": token}},
        }

    return answer


class TestListFiles:
    @pytest.mark.parametrize("token", [True, {"after": 3}, ["t10"]])
    async def test_a_next_page_that_cannot_be_asked_for_is_an_error_behind_the_items(self, token):
        said = {"data": {"items": [{"name": "f0"}], "pagination": {"next_page_token": token}}}
        async with answering(lambda _: said) as (wolkvox, seen, _):
            pages = StorageCustom(wolkvox._caller).list_files().pages()
            assert [item.name for item in await anext(pages)] == ["f0"]
            with pytest.raises(ServerFault, match=r"page 1: next_page_token is .*there is more"):
                await anext(pages)
            assert len(seen) == 1

    @pytest.mark.parametrize("last", [None, "", "null", "-", False])
    async def test_all_pages_are_read(self, last):
        async with answering(folder(23, 10, last)) as (wolkvox, seen, _):
            paged = StorageCustom(wolkvox._caller).list_files(path="/Fondos", limit=10)
            assert repr(paged) == "<Paged sales-co storage.list_files>"
            items = await paged
            assert [item.name for item in items] == [f"f{n}" for n in range(23)]
            assert (items[0].is_directory, items[0].size, items[0].extra) == (False, 1.5, {})
            asked = [
                {"path": "/Fondos", "limit": "10"} | more for more in ({}, {"page_token": "t10"}, {"page_token": "t20"})
            ]
            assert [each.json for each in seen] == asked
            assert [each.query for each in seen] == [{"api": "list_files"} | each for each in asked]
            assert all(each.method == "POST" for each in seen)
            assert (await wolkvox.quota()).used == 3
            assert len(await paged) == 23  # read again
            assert len(seen) == 6

    async def test_a_page_is_asked_for_when_it_is_needed(self):
        async with answering(folder(100, 10)) as (wolkvox, seen, _):
            paged = StorageCustom(wolkvox._caller).list_files(page_token="t20")
            names = []
            async with aclosing(aiter(paged)) as items:
                async for item in items:
                    names.append(item.name)
                    if len(names) == 15:
                        break
            assert names == [f"f{n}" for n in range(20, 35)]
            assert len(seen) == 2
            assert [len(page) async for page in StorageCustom(wolkvox._caller).list_files().pages()] == [10] * 10

    @pytest.mark.parametrize("token", [2, 0, "2", " 2 "])
    @pytest.mark.parametrize("place", ["data.pagination", "data", "pagination", ""])
    async def test_a_token_may_be_a_number_and_stand_elsewhere(self, token, place):
        def answer(seen):
            last = str((seen.json or {}).get("page_token", "")) == str(token).strip()
            document = {"data": {"items": [{"name": "b" if last else "a"}]}}
            inner = document
            for name in place.split(".") if place else ():
                inner = inner.setdefault(name, {})
            inner["next_page_token"] = None if last else token
            return document

        async with answering(answer) as (wolkvox, _, _):
            assert [item.name for item in await StorageCustom(wolkvox._caller).list_files()] == ["a", "b"]

    @pytest.mark.parametrize(
        "document",
        [
            [{"name": "a"}, {"name": "b"}],
            {"data": {"items": {"0": {"name": "a"}, "2": {"name": "b"}}, "next_page_token": False}},
        ],
    )
    async def test_the_list_is_found_where_it_stands(self, document):
        async with answering(lambda _: document) as (wolkvox, _, _):
            assert [item.name for item in await StorageCustom(wolkvox._caller).list_files()] == ["a", "b"]

    @pytest.mark.parametrize(
        "document", [{"data": {"files": [{"name": "a"}]}}, {"data": [{"name": "a"}]}, {"items": [{"name": "a"}]}]
    )
    @pytest.mark.looptime
    async def test_a_reply_without_a_list_is_an_error_and_no_empty_folder(self, document):
        async with answering(lambda _: document) as (wolkvox, _, _):
            with pytest.raises(ServerFault, match=r"list_files: page 1: .*no (records under )?'data.items'") as caught:
                await StorageCustom(wolkvox._caller).list_files()
            assert caught.value.page == 1

    async def test_an_empty_folder(self):
        async with answering(folder(0, 10)) as (wolkvox, _, _):
            assert await StorageCustom(wolkvox._caller).list_files() == []

    async def test_a_circle_is_found_out(self):
        def circle(seen):
            token = {"": "a", "a": "b", "b": "a"}[(seen.json or {}).get("page_token", "")]
            return {"msg": "OK", "data": {"items": [{"name": token}], "pagination": {"next_page_token": token}}}

        async with answering(circle) as (wolkvox, seen, _):
            with pytest.raises(ServerFault, match=r"storage\.list_files: page 3: leads back to page_token=a") as caught:
                await StorageCustom(wolkvox._caller).list_files()
            assert caught.value.page == 3
            assert len(seen) == 3

    async def test_a_list_without_end_is_found_out(self):
        async with answering(folder(10**9, 1)) as (wolkvox, seen, _):
            paged = Paged(
                wolkvox._caller,
                LIST_FILES,
                {},
                parameter="page_token",
                following=lambda _, document: document["data"]["pagination"]["next_page_token"],
                most=7,
            )
            with pytest.raises(ServerFault, match="page 7: is not the last"):
                await paged
            assert len(seen) == 7

    async def test_an_error_names_its_page_and_what_came_before_is_handed_out(self):
        pages = folder(30, 10)

        def answer(seen):
            if (seen.json or {}).get("page_token") == "t20":
                return web.json_response({"code": "400", "error": "BAD REQUEST", "msg": "no such token"}, status=400)
            return pages(seen)

        async with answering(answer) as (wolkvox, _, _):
            names = []
            with pytest.raises(Exception, match="page 3: the server answered 400: no such token") as caught:  # noqa: PT012
                async for item in StorageCustom(wolkvox._caller).list_files():
                    names.append(item.name)  # noqa: PERF401 - they are there when it fails
            assert len(names) == 20
            assert (caught.value.page, caught.value.endpoint, caught.value.status) == (3, "storage.list_files", 400)

    @pytest.mark.looptime
    async def test_a_page_is_a_read_and_is_asked_for_again(self):
        pages, failures = folder(20, 10), [web.Response(status=502), web.Response(text="<html>")]
        async with answering(lambda seen: failures.pop() if failures else pages(seen)) as (wolkvox, seen, _):
            assert len(await StorageCustom(wolkvox._caller).list_files()) == 20
            assert len(seen) == 4

    async def test_what_cannot_be_right_is_refused_at_once(self):
        async with answering(folder(1, 1)) as (wolkvox, seen, _):
            with pytest.raises(
                ConfigurationError, match=r"sales-co storage\.list_files: limit is 0; allowed: at least 1"
            ):
                StorageCustom(wolkvox._caller).list_files(limit=0)
            assert seen == []


def chat(messages, *, each=3, arrives=0, newest_first=False, chats=("c1",), lost=0):
    """Serve a conversation; with each page after the first, so many messages have come in meanwhile."""
    kept = [f"m{n}" for n in range(messages)]

    def answer(seen):
        page = seen.json["pagina_mensajes"]
        if page > 1:
            kept.extend([f"m{len(kept) + n}" for n in range(arrives)])
        order = kept[::-1] if newest_first else kept
        part = order[(page - 1) * each : page * each]
        rows = [
            {
                "chat_id": name,
                "fecha_hora_inicio": "2026-03-02 08:00:00",
                "canal": "whatsapp",
                "estado_chat": "010",
                "agent_id": "7",
                "conversacion": [
                    {"fecha_hora": "2026-03-02 08:00:01", "quien_hablo": "cliente", "mensaje": text}
                    for text in part[lost:]
                ],
                "paginacion_mensajes": {
                    "pagina": str(page),
                    "mensajes_por_pagina": str(each),
                    "total_mensajes": str(len(kept)),
                    "total_paginas": str(-(-len(kept) // each)),
                },
            }
            for name in chats
        ]
        return {"code": "200", "error": None, "msg": "records were found", "data": rows}

    return answer


class TestConversation:
    async def test_the_pages_of_a_chat_are_one_record(self):
        async with answering(chat(8)) as (wolkvox, seen, _):
            (conversation,) = await WhatsAppCustom(wolkvox._caller).conversations_today_by_customer(chat_id="c1")
            assert [message.mensaje for message in conversation.conversacion] == [f"m{n}" for n in range(8)]
            assert conversation.fecha_hora_inicio.hour == 8
            assert conversation.paginacion_mensajes.pagina == 3
            assert [each.json for each in seen] == [{"chat_id": "c1", "pagina_mensajes": n} for n in (1, 2, 3)]

    @pytest.mark.parametrize("newest_first", [False, True])
    @pytest.mark.parametrize("arrives", [0, 1, 2])
    async def test_what_comes_in_meanwhile_makes_nothing_come_twice(self, arrives, newest_first):
        async with answering(chat(8, arrives=arrives, newest_first=newest_first)) as (wolkvox, _, _):
            (conversation,) = await WhatsAppCustom(wolkvox._caller).conversations_today_by_customer(chat_id="c1")
            texts = [message.mensaje for message in conversation.conversacion]
            assert len(texts) == len(set(texts))
            assert set(texts) >= {f"m{n}" for n in range(8)}

    async def test_one_page_alone(self):
        async with answering(chat(8)) as (wolkvox, seen, _):
            (conversation,) = await WhatsAppCustom(wolkvox._caller).conversations_today_by_customer(
                chat_id="c1", pagina_mensajes=2
            )
            assert [message.mensaje for message in conversation.conversacion] == ["m3", "m4", "m5"]
            assert len(seen) == 1

    @pytest.mark.parametrize(
        "missing",
        [
            ("pagina",),
            ("total_paginas",),
            ("pagina", "total_mensajes"),
            ("total_paginas", "total_mensajes"),
            ("pagina", "total_paginas", "total_mensajes"),
            ("pagina", "total_paginas", "total_mensajes", "mensajes_por_pagina"),
        ],
    )
    @pytest.mark.parametrize("messages", [0, 1, 3, 8, 9])
    async def test_what_a_page_does_not_say_of_itself_is_worked_out(self, missing, messages):
        pages = chat(messages)

        def answer(seen):
            document = pages(seen)
            for row in document["data"]:
                row["paginacion_mensajes"] = {
                    name: value for name, value in row["paginacion_mensajes"].items() if name not in missing
                } or {"registro_desde": "1"}
            return document

        async with answering(answer) as (wolkvox, _, _):
            (conversation,) = await WhatsAppCustom(wolkvox._caller).conversations_today_by_customer(chat_id="c1")
            assert [message.mensaje for message in conversation.conversacion] == [f"m{n}" for n in range(messages)]

    async def test_a_server_that_gives_the_same_page_again_is_found_out(self):
        def answer(_seen):
            place = {"pagina": "1 de 3", "mensajes_por_pagina": "1"}
            return {"data": [{"chat_id": "c1", "conversacion": [{"mensaje": "m"}], "paginacion_mensajes": place}]}

        async with answering(answer) as (wolkvox, seen, _):
            with pytest.raises(ServerFault, match="page 2: it is the page before once more"):
                await WhatsAppCustom(wolkvox._caller).conversations_today_by_customer(chat_id="c1")
            assert len(seen) == 2

    async def test_several_chats_stay_apart(self):
        async with answering(chat(5, chats=("c1", "c2"))) as (wolkvox, _, _):
            found = await WhatsAppCustom(wolkvox._caller).conversations_today_by_customer(chat_id="c1")
            assert [(each.chat_id, len(each.conversacion)) for each in found] == [("c1", 5), ("c2", 5)]

    async def test_fewer_messages_than_promised_are_an_error(self):
        async with answering(chat(8, lost=1)) as (wolkvox, _, _):
            with pytest.raises(ServerFault, match="8 messages were promised and 5 came"):
                await WhatsAppCustom(wolkvox._caller).conversations_today_by_customer(chat_id="c1")

    @pytest.mark.parametrize("data", [[], None, [{"chat_id": "c1"}], [{"chat_id": "c1", "paginacion_mensajes": "-"}]])
    async def test_without_a_word_on_pages_there_is_one(self, data):
        async with answering(lambda _: {"code": "200", "msg": "records were found", "data": data}) as (
            wolkvox,
            seen,
            _,
        ):
            found = await WhatsAppCustom(wolkvox._caller).conversations_today_by_customer(chat_id="c1")
            assert [each.chat_id for each in found] == ["c1"] * len(data or [])
            assert len(seen) == 1


@given(st.lists(st.integers(0, 3), max_size=12), st.integers(1, 5), st.integers(0, 30), st.booleans())
def test_every_message_of_the_beginning_comes_once(arrivals, each, count, newest_first):
    """Whatever comes in between the pages, if no page's worth does at once."""
    kept, pages, number = list(range(count)), [], 1
    arrivals = [min(grown, each - 1) for grown in arrivals]
    while True:
        order = kept[::-1] if newest_first else kept
        place = MessagePage(number, each, None, len(kept), -(-len(kept) // each), None, None)
        part = order[(number - 1) * each : number * each]
        pages.append(
            [Conversation("c", None, None, None, None, [ConversationMessage(None, None, str(n)) for n in part], place)]
        )
        if number * each >= len(kept):
            break
        kept += range(len(kept), len(kept) + (arrivals.pop() if arrivals else 0))
        number += 1
    ((conversation, promised),) = joined(pages)
    texts = [message.mensaje for message in conversation.conversacion]
    assert promised == count
    assert len(texts) == len(set(texts))
    assert set(texts) >= {str(n) for n in range(count)}
