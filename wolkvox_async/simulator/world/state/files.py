"""Files: those of wolkvox Storage, audios of the Manager, documents of wvx Copilot. Their content is not kept."""

from typing import Self

from attrs import Factory, define

DAY = 86400
TYPES = {"pdf": "application/pdf", "png": "image/png", "txt": "text/plain", "mp3": "audio/mpeg", "wav": "audio/wav"}


@define(eq=False)
class Stored:
    """One file of the storage. path: with its folders, without a slash in front; updated: wall-clock second."""

    path: str
    id: str
    size: int
    updated: int
    public: bool = False

    @property
    def name(self) -> str:
        """Its name within its folder."""
        return self.path.rpartition("/")[2]

    @property
    def content_type(self) -> str:
        """Media type of the file, by its name."""
        return TYPES.get(self.path.rpartition(".")[2].lower(), "application/octet-stream")


@define(eq=False)
class Audio:
    """One audio of the Manager. created: wall-clock second; size in bytes."""

    name: str
    size: int
    created: int

    @property
    def duration(self) -> int:
        """Seconds, of telephone quality: 8,000 bytes each."""
        return self.size // 8000


@define(eq=False)
class Files:
    """stored by path, audios by name, and the sizes of documents by name."""

    stored: dict[str, Stored] = Factory(dict)
    audios: dict[str, Audio] = Factory(dict)
    documents: dict[str, int] = Factory(dict)
    _made: int = 0

    @classmethod
    def beginning(cls, now: int) -> Self:
        """Return what there is before the first call."""
        known = cls(
            audios={
                name: Audio(name, size, now - 40 * DAY)
                for name, size in (("saludo", 96_000), ("fuera_horario", 240_000))
            },
            documents={"manual.pdf": 48_000},
        )
        known.store("Fondos/logo.png", 34_567, now - 200 * DAY)
        known.store("Fondos/campaña ñ.png", 120_000, now - 20 * DAY)
        known.store("Grabaciones/2024/enero.wav", 1_500_000, now - 400 * DAY)
        known.store("leame.txt", 812, now - 91 * DAY)
        return known

    def store(self, path: str, size: int, now: int) -> Stored:
        """Keep a file; one that is there already is replaced."""
        self._made += 1
        path = path.strip("/")
        self.stored[path] = made = Stored(path, str(900 + self._made), size, now)
        return made

    def inside(self, folder: str) -> tuple[list[str], list[Stored]]:
        """Return the folders in a folder, and the files in it, by name."""
        prefix = f"{folder.strip('/')}/" if folder.strip("/") else ""
        within = {path.removeprefix(prefix): each for path, each in self.stored.items() if path.startswith(prefix)}
        folders = {rest.partition("/")[0] for rest in within if "/" in rest}
        return sorted(folders), [within[rest] for rest in sorted(within) if "/" not in rest]
