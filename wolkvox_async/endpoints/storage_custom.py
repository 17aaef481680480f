"""wolkvox_storage.php, what a table cannot say: lists of many pages, and files that go up."""

from collections.abc import Iterable, Mapping
from typing import Any

from wolkvox_async.core.endpoint import Endpoint, Parameter
from wolkvox_async.core.shape import empty, reach
from wolkvox_async.core.wire import Flag, Float, Id, Int, Moment, Record, Text, named, record
from wolkvox_async.endpoints.group import Group, table
from wolkvox_async.errors import ServerFault
from wolkvox_async.reports.paging import Paged
from wolkvox_async.uploads.attachments import FilePath, checked

__all__ = [
    "ENDPOINTS",
    "LIST_FILES",
    "UPLOAD_FILES",
    "StorageCustom",
    "StorageItem",
    "UploadCounts",
    "UploadedFile",
    "UploadedFiles",
]


@record
class StorageItem(Record):
    """One file or folder."""

    name: Text
    """Name of the file or folder."""
    file_name: Text
    """Name of the file; files only, as all that follow but is_directory."""
    content_type: Text = named("contentType")
    """Media type, as in image/png."""
    id: Id
    """Id of the file or folder."""
    updated: Moment
    """Date and time of the last change."""
    is_directory: Flag = named("isDirectory")
    """Whether it is a folder."""
    size: Float
    """Size of the file; the unit is not documented."""


@record
class UploadedFile(Record):
    """One file that was uploaded."""

    name: Text
    """Name of the file."""
    status: Text
    """State of the upload."""


@record
class UploadCounts(Record):
    """How many files came and went."""

    success: Int
    """Files that were taken."""
    errors: Int
    """Files that failed."""
    total_received: Int
    """Files that were received."""


@record
class UploadedFiles(Record):
    """What became of the files that were uploaded."""

    successful_files: list[UploadedFile]
    """Files that were taken, one object each."""
    errors: list[object]
    """What failed, as the server words it."""
    counts: UploadCounts | None
    """How many files were taken and how many failed."""


LIST_FILES = Endpoint(
    name="storage.list_files",
    script="wolkvox_storage.php",
    method="POST",
    title="List files and folders, one each",
    spanish="Listar archivos",
    summary="The files and folders of a folder, page by page.",
    record=StorageItem,
    parameters=(
        Parameter("path", where="both", notes="folder"),
        Parameter("limit", "int", where="both", least=1, notes="how many a page, as in 150"),
        Parameter("page_token", where="both", notes="next_page_token of the page before"),
    ),
    body="json",
    key="data.items",
    counts=False,
    reads=True,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

UPLOAD_FILES = Endpoint(
    name="storage.upload_files",
    script="wolkvox_storage.php",
    method="POST",
    title="Upload files",
    spanish="Subir archivos",
    summary="Uploads one or many files into a folder.",
    record=UploadedFiles,
    parameters=(
        Parameter("file", "file", where="body", notes="the part where there is one file"),
        Parameter("files", "file", where="body", wire="file[]", notes="the parts where there are several files"),
        Parameter("path", where="body", notes="target folder, as in /Fondos"),
    ),
    one_of=("file", "files"),
    body="multipart",
    shape="record",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)


class StorageCustom(Group):
    """Lists and files of wolkvox_storage.php."""

    def list_files(
        self, *, path: str | None = None, limit: int | None = None, page_token: str | None = None
    ) -> Paged[StorageItem]:
        """List files and folders, one each: all of a folder, whatever the number of pages.

        Each page is a call. An error says in which page it came.

        Args:
            path: Folder to list; left out: the root.
            limit: Entries on a page, as in 150.
            page_token: Where to begin, as a page before gave it.

        Returns:
            Paged[StorageItem]: Await it for a list, or iterate with `async for` to ask for a page when it is needed.

        Raises:
            ConfigurationError: A value cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        given = {"path": path, "limit": limit, "page_token": page_token}
        return Paged(self._caller, LIST_FILES, given, parameter="page_token", following=_next_token)

    async def upload_files(self, *, files: FilePath | Iterable[FilePath], path: str | None = None) -> UploadedFiles:
        """Upload files: one or many, into a folder.

        The files are read from disk while they are sent. The server may take some and not others: see errors and
        counts. The whole call is bounded at 150 s: over a slow line send fewer at once.

        Args:
            files: Paths, each with a name of its own.
            path: Target folder, as in /Fondos.

        Returns:
            UploadedFiles: What became of the files.

        Raises:
            ConfigurationError: A file is missing, or is not a file; nothing was sent.
            OutcomeUnknown: No answer says whether they arrived; they are never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        paths = await checked(self._caller, UPLOAD_FILES, "files", files)
        name = "file" if len(paths) == 1 else "files"
        return await self._record(UPLOAD_FILES, **{name: paths, "path": path})


def _next_token(_items: list[StorageItem], document: Any) -> str | None:
    """Return what asks for the next page.

    Raises:
        ServerFault: The reply has something, and nothing in it is the list of items; or says that there is a next page,
            and not which.
    """
    if isinstance(document, Mapping) and reach(document, "data.items") is None and not empty(reach(document, "data")):
        raise ServerFault("no 'data.items' in the reply", advice="the files may stand under another name; report it")
    for place in ("data.pagination.", "data.", "pagination.", ""):
        token = reach(document, f"{place}next_page_token")
        if token is True or (isinstance(token, dict | list) and token):
            raise ServerFault(
                f"next_page_token is {token!r}, so there is more that cannot be asked for", advice="report it"
            )
        if token is not False and not empty(token) and str(token).strip().lower() != "null":
            return str(token).strip()
    return None


ENDPOINTS = table([LIST_FILES, UPLOAD_FILES])
