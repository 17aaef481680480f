"""Where the shards of one run keep their locks and event logs: `_wolkvox/_shards/RUN` of the export's directory.

The file `go-on` is there while the process that dealt the shards out wants their work. A shard that misses it ends in
order: so any executor's shards can be stopped, on any host, and those of a process that was killed end when the next
run begins.
"""

import uuid
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

from attrs import frozen

from wolkvox_async.errors import FolderLocked
from wolkvox_async.export.layout import STATE
from wolkvox_async.locks import FileLock, Held

__all__ = ["RunFolder"]

_SHARDS = "_shards"  # no operation's folder begins with a line below
_GO_ON = "go-on"


@frozen
class RunFolder:
    """The directory of a run. to: the export's; run_id: the run's."""

    to: Path
    run_id: str

    @property
    def path(self) -> Path:
        """Where it is."""
        return self.to / STATE / _SHARDS / self.run_id

    @classmethod
    def begin(cls, to: Path) -> "RunFolder":
        """Make the directory of a new run."""
        run = cls(to, uuid.uuid4().hex[:12])
        run.path.mkdir(parents=True)
        (run.path / _GO_ON).touch()
        return run

    def is_wanted(self) -> bool:
        """Whether its shards are to go on."""
        return (self.path / _GO_ON).exists()

    def lock(self, number: int) -> Path:
        """Return the lock of a shard."""
        return self.path / f"{number}.lock"

    def new_log(self, number: int) -> Path:
        """Return a name for the event log of one attempt of a shard."""
        return self.path / f"{number}-{uuid.uuid4().hex}.events"

    def logs(self) -> list[tuple[int, Path]]:
        """Return the event logs, each with its shard's number."""
        return [(int(path.name.partition("-")[0]), path) for path in sorted(self.path.glob("*.events"))]

    def stop(self) -> None:
        """Ask the shards to end in order."""
        (self.path / _GO_ON).unlink(missing_ok=True)

    def close(self) -> None:
        """Remove it, unless a shard is still at work; it ends soon, and one that comes late finds no `go-on`."""
        self.stop()
        if self._holder() is None:
            self._remove()

    def _remove(self) -> None:
        rmtree(self.path, ignore_errors=True)
        with suppress(OSError):  # another run's are there, or it is gone
            self.path.parent.rmdir()

    def end(self) -> None:
        """Remove it where no shard is at work; one that is will end. Raises FolderLocked then."""
        self.stop()
        if (holder := self._holder()) is not None:
            raise FolderLocked(
                f"a worker of an earlier export still writes to {self.to}: process {holder}",
                advice="it was asked to end; run the same command again in some seconds",
            )
        self._remove()

    def _holder(self) -> str | None:
        """Return the process of a shard that is still at work, None where there is none."""
        for path in self.path.glob("*.lock"):
            try:
                FileLock(path).release()
            except Held as held:
                return held.holder
        return None

    @classmethod
    def end_former(cls, to: Path) -> None:
        """End what is left of runs whose process was killed; the caller has the directory's lock.

        Raises:
            FolderLocked: A shard is still at work; it was asked to end.
        """
        for path in sorted((to / STATE / _SHARDS).glob("*")):
            cls(to, path.name).end()
