"""Where the journal of uploads is."""

from pathlib import Path

__all__ = ["beside", "in_state_directory"]


def beside(store: object) -> Path | None:
    """Return the journal's path beside the file that counts the calls; None where no file does."""
    if not isinstance(store, str | Path) or (isinstance(store, str) and "://" in store):
        return None
    path = Path(store)
    return path.with_name(f"{path.stem}-uploads.sqlite3")


def in_state_directory() -> Path:
    """Return the journal's path in the user's state directory."""
    from platformdirs import user_state_path  # noqa: PLC0415 - only who has no path of its own needs it

    return user_state_path("wolkvox-async") / "uploads.sqlite3"
