"""Files go up whole, under names that the server understands, and a wrong one costs no call."""

import asyncio
import os
import threading
from pathlib import Path

import pytest
from aiohttp import web

from tests.support.answering import answering, found
from wolkvox_async import ConfigurationError, OutcomeUnknown, limits
from wolkvox_async.calls.form import Files
from wolkvox_async.calls.transport import Timeouts, Transport
from wolkvox_async.core.call import Part, Request
from wolkvox_async.endpoints.configuration_custom import ConfigurationCustom
from wolkvox_async.endpoints.listenvox_custom import ListenVoxCustom
from wolkvox_async.endpoints.storage_custom import StorageCustom


def uploaded(seen):
    return found(*({"filename": name} for _, name, *_ in seen.parts)) | {"msg": "audio file(s) uploaded successfully"}


@pytest.fixture
def audio(tmp_path):
    def audio(count, size=3000, folder="."):
        (tmp_path / folder).mkdir(exist_ok=True)
        paths = [tmp_path / folder / f"hold-{number}.wav" for number in range(count)]
        for number, path in enumerate(paths):
            path.write_bytes(bytes([number]) * size)
        return paths

    return audio


class TestForms:
    async def test_audio_goes_up_as_file1_file2_and_so_on(self, audio):
        paths = audio(3)
        async with answering(uploaded) as (wolkvox, seen, _):
            made = await ConfigurationCustom(wolkvox._caller).upload_audio(files=paths)
            assert [each.filename for each in made] == ["hold-0.wav", "hold-1.wav", "hold-2.wav"]
            assert seen[0].query == {"api": "upload_audio"}
            assert seen[0].method == "POST"
            assert int(seen[0].headers["Content-Length"]) > 9000
            assert [(name, file, content) for name, file, _, content in seen[0].parts] == [
                (f"file{number + 1}", path.name, path.read_bytes()) for number, path in enumerate(paths)
            ]
            assert all("audio" in kind for _, _, kind, _ in seen[0].parts)

    async def test_names_go_out_as_browsers_write_them(self, tmp_path):
        path = tmp_path / 'año "nuevo" \\ 1;2.bin'
        path.write_bytes(b"\x00\xff")
        async with answering(lambda _: {"id": "77"}) as (wolkvox, seen, _):
            made = await ListenVoxCustom(wolkvox._caller).analyse(
                agent_id="7", data=path, type_call="inbound", id_campana="12", cod_act="Compró"
            )
            assert made.id == "77"
            assert seen[0].path == "/listenVox/listenvox.php"
            assert seen[0].query == {}
            parts = {name: (file, content) for name, file, _, content in seen[0].parts}
            assert parts == {
                "agent_id": (None, b"7"),
                "type_call": (None, b"inbound"),
                "id_campaña": (None, b"12"),
                "cod_act": (None, "Compró".encode()),
                "data": ('año "nuevo" \\ 1;2.bin', b"\x00\xff"),
            }
            assert seen[0].parts[-1][2] == "application/octet-stream"

    async def test_the_bytes_of_a_form(self, tmp_path):
        """What the header of a part looks like, to the byte: UTF-8, and nothing percent-encoded."""
        path = tmp_path / "señal.txt"
        path.write_bytes(b"hola")
        got = []

        async def connected(reader, writer):
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))[15:])
            got.append(await reader.readexactly(length))
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            await writer.drain()
            writer.close()

        async with await asyncio.start_server(connected, "127.0.0.1", 0) as server, Transport() as transport:
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            parts = (Part("id_campaña", "1"), Part("file[]", path))
            answered = await transport.send(Request("POST", url, {}, None, parts), wanted=lambda: True)
            answered.close()
        assert 'form-data; name="id_campaña"\r\n'.encode() in got[0]
        assert 'form-data; name="file[]"; filename="señal.txt"\r\n'.encode() in got[0]
        assert b"Content-Type: text/plain\r\n" in got[0]

    @pytest.mark.parametrize(("count", "part"), [(1, "file"), (2, "file[]")])
    async def test_storage_has_another_part_for_one_than_for_many(self, audio, count, part):
        said = {
            "code": "200",
            "msg": "All files uploaded successfully",
            "data": {
                "successful_files": [{"name": "hold-0.wav", "status": "ok"}],
                "errors": [],
                "counts": {"success": "1", "errors": "0", "total_received": str(count)},
            },
        }
        async with answering(lambda _: said) as (wolkvox, seen, _):
            made = await StorageCustom(wolkvox._caller).upload_files(files=audio(count), path="/Fondos")
            assert made.counts.total_received == count
            assert made.successful_files[0].name == "hold-0.wav"
            assert [name for name, *_ in seen[0].parts] == ["path"] + [part] * count

    async def test_a_document_is_confirmed(self, tmp_path):
        path = tmp_path / "guia.pdf"
        path.write_bytes(b"%PDF")
        async with answering(lambda _: {"code": "201", "msg": "Upload successfully"}) as (wolkvox, seen, _):
            said = await ConfigurationCustom(wolkvox._caller).upload_file(file=str(path))
            assert said.msg == "Upload successfully"
            assert seen[0].parts == [("file", "guia.pdf", "application/pdf", b"%PDF")]


class TestWhatCannotBeRight:
    @pytest.mark.parametrize(
        ("files", "text"),
        [
            ([], "files is empty; give the path of one"),
            (None, "files is None; give the path of a file"),
            (5, "files is 5; give the path"),
            (b"x", "files is b'x'; give the path"),
            ([b"x"], "files holds b'x'; give the path"),
            ("missing.wav", "missing.wav cannot be read: No such file"),
            ("a\0b/c.wav", "is no path"),
            ("a\nb", "holds a character that no form carries"),
            (["x/a.wav", "y/a.wav"], "has 'a.wav' twice: x/a.wav and y/a.wav"),
            ([f"{n}.wav" for n in range(51)], "has 51 files; at most 50 are taken"),
            (".", "is a directory"),
            (os.devnull, "is no regular file"),
        ],
    )
    async def test_is_refused_before_anything_is_sent(self, files, text):
        async with answering(uploaded) as (wolkvox, seen, _):
            with pytest.raises(ConfigurationError, match=text) as caught:
                await ConfigurationCustom(wolkvox._caller).upload_audio(files=files)
            assert (caught.value.operation, caught.value.endpoint) == ("sales-co", "configuration.upload_audio")
            assert seen == []

    async def test_five_megabytes_are_taken_and_a_byte_more_is_not(self, audio):
        (path,) = audio(1, limits.AUDIO_BYTES)
        async with answering(uploaded) as (wolkvox, seen, _):
            configuration = ConfigurationCustom(wolkvox._caller)
            await configuration.upload_audio(files=path)
            assert len(seen[0].parts[0][3]) == limits.AUDIO_BYTES
            with path.open("ab") as file:
                file.write(b"x")
            with pytest.raises(ConfigurationError, match=r"has 5\.0 MB; at most 5 MB are taken"):
                await configuration.upload_audio(files=[path])
            assert len(seen) == 1

    async def test_one_file_where_one_is_taken(self, audio):
        async with answering(uploaded) as (wolkvox, seen, _):
            with pytest.raises(ConfigurationError, match="file has 2 files; one is taken"):
                await ConfigurationCustom(wolkvox._caller).upload_file(file=audio(2))
            assert seen == []


class TestOnTheWay:
    async def test_a_file_that_vanished_is_reported_and_its_permit_and_call_given_back(self, audio, monkeypatch):
        (path,) = audio(1)
        async with answering(uploaded) as (wolkvox, seen, _):
            acquire = wolkvox._engine.scheduler.acquire

            async def late(*args, **facts):
                lease = await acquire(*args, **facts)
                path.unlink()
                return lease

            monkeypatch.setattr(wolkvox._engine.scheduler, "acquire", late)
            with pytest.raises(ConfigurationError, match=r"hold-0\.wav cannot be read: No such file.*nothing was sent"):
                await ConfigurationCustom(wolkvox._caller).upload_audio(files=path)
            assert seen == []
            assert (await wolkvox.quota()).used == 0
            monkeypatch.undo()
            held = [await acquire(wolkvox.operation, endpoint="x", max_wait=0.0) for _ in range(2)]
            for lease in held:
                lease.release()

    @pytest.mark.parametrize("status", [500, 503])
    async def test_an_answer_that_tells_nothing_is_unknown_and_files_are_not_sent_twice(self, audio, status):
        async with answering(lambda _: web.Response(status=status)) as (wolkvox, seen, _):
            with pytest.raises(OutcomeUnknown, match="was not sent again"):
                await ConfigurationCustom(wolkvox._caller).upload_audio(files=audio(1))
            assert len(seen) == 1

    @pytest.mark.looptime
    async def test_a_form_that_was_refused_for_the_moment_goes_whole_a_second_time(self, audio):
        busy = {"code": "403", "error": "FORBIDDEN", "msg": "EXCEEDS THE LIMIT OF SIMULTANEOUS REQUESTS PER TOKEN (2)"}
        answers = [web.json_response(busy, status=403)]
        async with answering(lambda seen: answers.pop() if answers else uploaded(seen)) as (wolkvox, seen, _):
            await ConfigurationCustom(wolkvox._caller).upload_audio(files=audio(2))
            assert [parts[3] for parts in seen[0].parts] == [parts[3] for parts in seen[1].parts]
            assert len(seen) == 2

    async def test_every_file_is_closed_whatever_happens(self, audio, monkeypatch):
        opened = []
        opening = Path.open

        def watched(path, *args):
            file = opening(path, *args)
            opened.append(file)
            return file

        paths = audio(4, 300_000)
        monkeypatch.setattr(Path, "open", watched)
        silent = asyncio.Event()

        async def connected(reader, writer):
            await reader.readuntil(b"\r\n\r\n")
            silent.set()
            await reader.read(-1)
            writer.close()

        parts = tuple(Part(f"file{number}", path) for number, path in enumerate(paths))
        async with await asyncio.start_server(connected, "127.0.0.1", 0) as server:
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            request = Request("POST", url, {}, None, parts)
            async with Transport(timeouts=Timeouts(connect=1, silence=30, whole=30)) as transport:
                task = asyncio.create_task(transport.send(request, wanted=bool))
                await silent.wait()
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                assert task.cancelled()
            assert [file.closed for file in opened] == [True] * 4
            gone = (*parts, Part("file5", paths[0].with_name("gone.wav")))
            async with Transport() as transport:
                lost = await transport.send(Request("POST", url, {}, None, gone), wanted=bool)
            assert (lost.kind, lost.sent) == ("file", False)
            assert "gone.wav cannot be read" in lost.why
        assert len(opened) == 8
        assert all(file.closed for file in opened)
        closed_port = Request("POST", "http://127.0.0.1:1/", {}, None, parts)
        async with Transport() as transport:
            lost = await transport.send(closed_port, wanted=bool)
        assert (lost.kind, lost.sent) == ("refused", False)
        assert all(file.closed for file in opened)

    async def test_a_file_that_opens_too_late_is_closed_too(self, audio, monkeypatch):
        (path, other) = audio(2)
        entered, go, opened = threading.Event(), threading.Event(), []
        opening = Path.open

        def slow(path, *args):
            entered.set()
            go.wait(10)
            opened.append(opening(path, *args))
            return opened[-1]

        files = Files()
        monkeypatch.setattr(Path, "open", slow)
        task = asyncio.create_task(files.open((Part("a", path), Part("b", other), Part("c", "text"))))
        await asyncio.to_thread(entered.wait, 10)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        files.close()
        go.set()
        await asyncio.get_running_loop().shutdown_default_executor()
        assert [file.closed for file in opened] == [True]
