"""Audios, documents and the storage: what was uploaded is listed, and what is deleted is gone."""

import pytest

from tests.support.remembering import serve

# Files


async def test_audios_are_listed_and_take_space():
    async with serve() as call:
        [before] = await call("information.storage")
        sent = [("file1", "a.mp3", 16_000), ("file2", "b.wav", 2**20)]
        assert (await call.said("configuration.upload_audio", parts=sent))[1] == "2 audio file(s) uploaded successfully"
        assert await call("configuration.upload_audio", parts=sent) == [{"filename": "a.mp3"}, {"filename": "b.wav"}]
        rows = {row["audio_id"]: row for row in await call("information.audio_list")}
        assert rows["a"] == {"audio_id": "a", "created_at": "2026-03-02 12:00:00", "size": "15.62", "duration": "2"}
        [after] = await call("information.storage")
        assert float(after["storage"]) > float(before["storage"])
        assert call.kinds == []


@pytest.mark.parametrize(
    "sent", [[("file1", "a.mp3", 5 * 2**20 + 1)], [(f"file{n}", f"{n}.mp3", 1) for n in range(51)]]
)
async def test_audios_too_large_or_too_many_are_refused_all(sent):
    async with serve() as call:
        assert (await call.reply("configuration.upload_audio", parts=sent))[0] == 404
        assert call.kinds == ["upload"]
        assert len(await call("information.audio_list")) == 2


async def test_documents_come_and_go():
    async with serve() as call:
        await call("configuration.upload_file", parts=[("file", "guía.pdf", 100)])
        assert call.state.files.documents["guía.pdf"] == 100
        assert (await call.reply("configuration.upload_file", parts=[("file", "a.exe", 1)]))[0] == 404
        await call("configuration.delete_file", filename="guía.pdf")
        assert "guía.pdf" not in call.state.files.documents
        assert (await call.reply("configuration.delete_file", filename="guía.pdf"))[0] == 404


async def test_storage_is_listed_page_by_page():
    async with serve() as call:
        sent = [("file[]", f"{n:02}.txt", 1024) for n in range(7)]
        data = await call("storage.upload_files", parts=sent, path="/Nuevos")
        assert data["counts"] == {"success": "7", "errors": "0", "total_received": "7"}
        await call("storage.upload_files", parts=[("file", "otro.txt", 1)], path="/Nuevos/dentro/")
        names, query = [], {"path": "Nuevos", "limit": "3"}
        while True:
            data = await call("storage.list_files", **query)
            names.append([item["name"] for item in data["items"]])
            if data["pagination"]["next_page_token"] is None:
                break
            query["page_token"] = data["pagination"]["next_page_token"]
        assert names == [
            ["dentro", "Nuevos/00.txt", "Nuevos/01.txt"],
            ["Nuevos/02.txt", "Nuevos/03.txt", "Nuevos/04.txt"],
            ["Nuevos/05.txt", "Nuevos/06.txt"],
        ]
        top = await call("storage.list_files")
        assert [item["name"] for item in top["items"]] == ["Fondos", "Grabaciones", "Nuevos", "leame.txt"]
        assert top["items"][0] == {"name": "Fondos", "isDirectory": "true"}
        assert top["pagination"] == {"limit": "150", "next_page_token": None}
        for wrong in ({"page_token": "x"}, {"page_token": "page-x"}, {"limit": "0"}):
            assert (await call.reply("storage.list_files", **wrong))[0] == 400


async def test_storage_takes_its_parameters_in_the_body_and_nowhere_else():
    async with serve() as call:
        url, headers = call.simulator.base_url + "wolkvox_storage.php?api=list_files", {"wolkvox-token": "token-alpha"}
        for limit, status in (("1", 200), ("0", 400)):
            body = {"path": "/Fondos", "limit": limit}
            async with call.session.post(url, json=body, headers=headers) as response:
                assert response.status == status
                if status == 200:
                    data = (await response.json())["data"]
                    assert [item["name"] for item in data["items"]] == ["Fondos/campaña ñ.png"]
        async with call.session.post(url + "&path=/Fondos&limit=0", json={}, headers=headers) as response:
            names = [item["name"] for item in (await response.json())["data"]["items"]]
        assert names == ["Fondos", "Grabaciones", "leame.txt"]


async def test_an_upload_without_a_file_is_a_bad_request():
    async with serve() as call:
        assert (await call.reply("storage.upload_files", file="x"))[0] == 400
        assert call.kinds == ["bad request"]


async def test_storage_tells_and_changes_who_may_read():
    async with serve() as call:
        logo = "Fondos/logo.png"
        details = await call("storage.file_details", file_name=logo)
        assert (details["file_name"], details["is_public"]) == ("logo.png", "false")
        data = await call("storage.public_access", files=[logo, "nada.txt"])
        assert (data["code"], [each["code"] for each in data["files"]]) == ("207", ["200", "404"])
        assert (await call("storage.file_details", file_name=logo))["is_public"] == "true"
        assert (await call("storage.restricted_access", files=[logo]))["code"] == "200"
        assert (await call("storage.file_details", file_name=logo))["is_public"] == "false"
        assert (await call.reply("storage.file_details", file_name="nada.txt"))[0] == 404


async def test_storage_deletes_what_is_older_than_ninety_days():
    async with serve() as call:
        old, young = "leame.txt", "Fondos/campaña ñ.png"
        status, reply = await call.reply("storage.delete_files", files=[old, young, "nada.txt"])
        assert (status, reply["code"], [each["code"] for each in reply["data"]["files"]]) == (
            207,
            "207",
            ["200", "403", "404"],
        )
        assert (await call.reply("storage.file_details", file_name=old))[0] == 404
        await call("storage.file_details", file_name=young)
        assert (await call.reply("storage.delete_files", files=[old]))[0] == 404
        assert (await call("storage.delete_files", files=["Fondos/logo.png"]))["error"] == ""
