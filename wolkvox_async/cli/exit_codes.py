"""The exit codes of the commands, and which one an error has."""

from wolkvox_async.errors import (
    AuthenticationFailed,
    ConfigurationError,
    FolderLocked,
    OutcomeUnknown,
    PartialFailure,
    QuotaExhausted,
    StoreUnavailable,
    UploadLocked,
)

__all__ = [
    "AUTHENTICATION",
    "DONE",
    "EXIT_CODES",
    "FAILED",
    "LOCKED",
    "PARTIAL",
    "QUOTA",
    "STORE",
    "USAGE",
    "exit_code",
]

DONE, FAILED, USAGE, PARTIAL, QUOTA, AUTHENTICATION, STORE, LOCKED = range(8)

EXIT_CODES = (
    "0 done, 1 failed, 2 usage, 3 partial, 4 quota spent, 5 authentication, 6 the store that counts calls cannot be "
    "used, 7 another process writes to the directory or sends the upload, 130 stopped by Ctrl-C, 143 stopped by "
    "SIGTERM."
)


def exit_code(error: BaseException) -> int:
    """Return the exit code for an error."""
    match error:
        case PartialFailure():
            return PARTIAL
        case OutcomeUnknown() if getattr(error, "upload", None) is not None:
            return PARTIAL  # of an upload, whose result has been printed
        case QuotaExhausted():
            return QUOTA
        case AuthenticationFailed():
            return AUTHENTICATION
        case FolderLocked() | UploadLocked():
            return LOCKED
        case StoreUnavailable():
            return STORE
        case ConfigurationError():
            return USAGE
        case _:
            return FAILED
