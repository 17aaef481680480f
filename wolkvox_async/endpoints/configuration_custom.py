"""configuration.php, what a table cannot say: files that go up, looked at before they do."""

from collections.abc import Iterable

from attrs import evolve

from wolkvox_async import limits
from wolkvox_async.calls.confirmation import Confirmation
from wolkvox_async.calls.response import response_of
from wolkvox_async.core.call import Part
from wolkvox_async.core.endpoint import Endpoint, Parameter
from wolkvox_async.core.wire import Record, Text, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.uploads.attachments import FilePath, checked

__all__ = ["ENDPOINTS", "UPLOAD_AUDIO", "UPLOAD_FILE", "ConfigurationCustom", "UploadedAudio"]


@record
class UploadedAudio(Record):
    """One audio file that was uploaded."""

    filename: Text
    """Name of the file, with its extension."""


UPLOAD_AUDIO = Endpoint(
    name="configuration.upload_audio",
    script="configuration.php",
    method="POST",
    title="Upload audio files",
    spanish="Subir audio",
    summary="Uploads one or many audio files to the Manager.",
    record=UploadedAudio,
    parameters=(
        Parameter(
            "files", "file", required=True, where="body", wire="file1", notes="one part a file: file1, file2 ..."
        ),
    ),
    body="multipart",
    limits=("50 files a call", "5 MB a file"),
    source="https://wolkvox.com/en/apis-v2-2/23-upload-audio",
)

UPLOAD_FILE = Endpoint(
    name="configuration.upload_file",
    script="configuration.php",
    method="POST",
    title="Upload a document to wvx Copilot",
    spanish="Subir archivo a wvx Copilot",
    summary="Uploads a training document.",
    record=Confirmation,
    parameters=(Parameter("file", "file", required=True, where="body", notes="PDF, DOCX, TXT or PNG"),),
    body="multipart",
    shape="confirmation",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)


class ConfigurationCustom(Group):
    """Files for configuration.php."""

    async def upload_audio(self, *, files: FilePath | Iterable[FilePath]) -> list[UploadedAudio]:
        """Upload audio files: one or many, into the Manager.

        The files are read from disk while they are sent. The whole call is bounded at 150 s: over a slow line send
        fewer at once.

        Args:
            files: Paths, at most 50, of at most 5 MB each, each with a name of its own.

        Returns:
            list[UploadedAudio]: The files, as the Manager names them.

        Raises:
            ConfigurationError: A file is missing, not a file, too large, or one too many; nothing was sent.
            OutcomeUnknown: No answer says whether they arrived; they are never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://wolkvox.com/en/apis-v2-2/23-upload-audio
        """
        paths = await checked(
            self._caller, UPLOAD_AUDIO, "files", files, most=limits.AUDIO_FILES, size=limits.AUDIO_BYTES
        )
        call = self._call(UPLOAD_AUDIO, {"files": paths})
        parts = tuple(Part(f"file{number}", path) for number, path in enumerate(paths, 1))
        async with response_of(self._caller, UPLOAD_AUDIO, evolve(call, parts=parts)) as response:
            return await response.records()

    async def upload_file(self, *, file: FilePath) -> Confirmation:
        """Upload a document to wvx Copilot, for its training: PDF, DOCX, TXT or PNG.

        Args:
            file: Path of the file; it is read from disk while it is sent.

        Returns:
            Confirmation: The server's message and code.

        Raises:
            ConfigurationError: The file is missing, or is not a file; nothing was sent.
            OutcomeUnknown: No answer says whether it arrived; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        paths = await checked(self._caller, UPLOAD_FILE, "file", file, most=1)
        return await self._confirm(UPLOAD_FILE, file=paths)


ENDPOINTS = table([UPLOAD_AUDIO, UPLOAD_FILE])
