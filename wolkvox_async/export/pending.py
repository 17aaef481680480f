"""What a job has read, until the manifest names it."""

from collections.abc import Collection, Sequence

from attrs import evolve, field, frozen

from wolkvox_async.core.windows import Window, gaps
from wolkvox_async.export.manifest import Entry, Manifest, overlap

__all__ = ["Pending", "Read"]


@frozen
class Read:
    """A window that has been read; its file has the temporary name still, entry is None where there are no rows."""

    window: Window
    provisional: bool
    changing: bool
    entry: Entry | None


@frozen
class Pending:
    """What has been read and is not in the manifest yet, since files to be replaced are not all read again."""

    reads: list[Read] = field(factory=list)

    @property
    def windows(self) -> list[Window]:
        """The windows that were read."""
        return [read.window for read in self.reads]

    @property
    def entries(self) -> list[Entry]:
        """The files that were written."""
        return [read.entry for read in self.reads if read.entry is not None]

    def replaces(self, manifest: Manifest, written: Collection[str]) -> list[Entry] | None:
        """Return the files that these windows replace, or None where one of them is not all read yet.

        What this run has written is not replaced: the last second of a window may come after the window.
        """
        if manifest.whole:
            (window,) = self.windows
            return [
                entry
                for entry in manifest.files
                if window.start <= entry.window.start and entry.window.end <= window.end
            ]
        touched = [
            entry
            for entry in manifest.stale()
            if entry.name not in written and any(overlap(entry.window, window) for window in self.windows)
        ]
        if any(gaps(entry.window, self.windows) for entry in touched):
            return None
        return touched

    def after(self, manifest: Manifest, replaced: Sequence[Entry], calls: int) -> Manifest:
        """Return the manifest with what was read, and without what it replaces."""
        after = manifest.having(
            self.windows,
            [read.window for read in self.reads if read.provisional],
            [read.window for read in self.reads if read.changing],
            self.entries,
            replaced,
        )
        return evolve(after, calls=calls)
