"""wolkvox_storage.php: files and folders of wolkvox Storage.

This file is generated from catalogue/storage.toml by `make generate`: change that.
"""

from collections.abc import Sequence

from wolkvox_async.core.endpoint import Endpoint, Parameter
from wolkvox_async.core.wire import Flag, Float, Moment, Record, Text, record
from wolkvox_async.endpoints.group import table
from wolkvox_async.endpoints.storage_custom import ENDPOINTS as CUSTOM
from wolkvox_async.endpoints.storage_custom import (
    LIST_FILES,
    UPLOAD_FILES,
    StorageCustom,
    StorageItem,
    UploadCounts,
    UploadedFile,
    UploadedFiles,
)

__all__ = [
    "ENDPOINTS",
    "LIST_FILES",
    "UPLOAD_FILES",
    "AccessChange",
    "DeletedFile",
    "DeletedFiles",
    "FileDetails",
    "FileResult",
    "Storage",
    "StorageItem",
    "UploadCounts",
    "UploadedFile",
    "UploadedFiles",
]

_FILES = Parameter("files", "list", required=True, where="body", notes="names of the files")


@record
class FileDetails(Record):
    """Size, date and access of one file."""

    full_name: Text
    """Path and name of the file."""
    file_name: Text
    """Name of the file."""
    updated: Moment
    """Date and time of the last change."""
    is_public: Flag
    """Whether anybody who has the address may read it."""
    size_mb: Float
    """Size of the file, in megabytes."""


@record
class FileResult(Record):
    """What became of one file."""

    name: Text
    """Name of the file."""
    code: Text
    """Result code of the file."""
    message: Text
    """What became of the file, as the server words it."""


@record
class AccessChange(Record):
    """What became of a change of access."""

    code: Text
    """Result code."""
    message: Text
    """What became of the change, as the server words it."""
    files: list[FileResult]
    """What became of the files, one object each."""


@record
class DeletedFile(Record):
    """What became of one file."""

    name: Text
    """Name of the file."""
    code: Text
    """Result code of the file; 403: younger than 90 days."""


@record
class DeletedFiles(Record):
    """What became of the files that were to be deleted."""

    error: Text
    """Why it failed; empty where all went well."""
    files: list[DeletedFile]
    """What became of the files, one object each."""


FILE_DETAILS = Endpoint(
    name="storage.file_details",
    script="wolkvox_storage.php",
    method="POST",
    title="File details",
    spanish="Detalles de archivo",
    summary="Size, date and access of one file.",
    record=FileDetails,
    parameters=(Parameter("file_name", required=True, where="body", notes="name of the file"),),
    body="json",
    shape="record",
    reads=True,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

PUBLIC_ACCESS = Endpoint(
    name="storage.public_access",
    script="wolkvox_storage.php",
    method="POST",
    title="Make files public",
    spanish="Dar acceso público a archivos",
    summary="Lets everybody who has the address read files.",
    record=AccessChange,
    parameters=(_FILES,),
    body="json",
    shape="record",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

RESTRICTED_ACCESS = Endpoint(
    name="storage.restricted_access",
    script="wolkvox_storage.php",
    method="POST",
    title="Make files restricted",
    spanish="Restringir acceso a archivos",
    summary="Takes public access from files.",
    record=AccessChange,
    parameters=(_FILES,),
    body="json",
    shape="record",
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)

DELETE_FILES = Endpoint(
    name="storage.delete_files",
    script="wolkvox_storage.php",
    method="POST",
    title="Delete files",
    spanish="Eliminar archivos",
    summary="Deletes files that are older than 90 days.",
    record=DeletedFiles,
    parameters=(_FILES,),
    body="json",
    limits=("files younger than 90 days cannot be deleted",),
    shape="record",
    irreversible=True,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)


class Storage(StorageCustom):
    """wolkvox_storage.php: files and folders of wolkvox Storage."""

    async def file_details(self, *, file_name: str) -> FileDetails:
        """File details.

        Size, date and access of one file.

        A read, though it is a POST.

        In Spanish: Detalles de archivo.

        Args:
            file_name: Name of the file.

        Returns:
            FileDetails: Size, date and access of one file.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._record(FILE_DETAILS, file_name=file_name)

    async def public_access(self, *, files: Sequence[str]) -> AccessChange:
        """Make files public.

        Lets everybody who has the address read files.

        Each file has a code of its own: look at .files.

        In Spanish: Dar acceso público a archivos.

        Args:
            files: Names of the files.

        Returns:
            AccessChange: What became of a change of access.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._record(PUBLIC_ACCESS, files=files)

    async def restricted_access(self, *, files: Sequence[str]) -> AccessChange:
        """Make files restricted.

        Takes public access from files.

        Each file has a code of its own: look at .files.

        In Spanish: Restringir acceso a archivos.

        Args:
            files: Names of the files.

        Returns:
            AccessChange: What became of a change of access.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._record(RESTRICTED_ACCESS, files=files)

    async def delete_files(self, *, files: Sequence[str]) -> DeletedFiles:
        """Delete files.

        Deletes files that are older than 90 days. It cannot be undone.

        Limits: files younger than 90 days cannot be deleted.

        Where some files fail the status is 207, and a file that is too young has code 403: look at .files.

        In Spanish: Eliminar archivos.

        Args:
            files: Names of the files.

        Returns:
            DeletedFiles: What became of the files that were to be deleted.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            OutcomeUnknown: No answer says whether it took effect; it is never sent twice.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._record(DELETE_FILES, files=files)


ENDPOINTS = CUSTOM | table([FILE_DETAILS, PUBLIC_ACCESS, RESTRICTED_ACCESS, DELETE_FILES])
