"""What a file is, by its first bytes, and the encoding of its text."""

import codecs
import io
import os
import re
import stat
import sys
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Literal

from attrs import frozen

from wolkvox_async.errors import ConfigurationError

__all__ = ["Content", "content_of", "not_text", "spool"]

_CHUNK = 2**20
_HEAD = 4096
_SAMPLE = 2**16  # bytes about the first that is no UTF-8, of which the encoding is guessed
_MARKS = (  # of the first bytes; the longer before those that they begin with
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSED = ("cp1252", "latin_1", "cp850", "mac_roman")  # what spreadsheets of the region write
_SPREADSHEET = "save it as CSV UTF-8 (in Excel: Save as, CSV UTF-8) and upload that"
_UNPACK = "unpack it and upload the file within"
_ENCODING = "name its encoding, e.g. --encoding cp1252"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_BINARIES = (
    (b"PK\x05\x06", "an empty ZIP archive", _UNPACK),
    (b"%PDF", "a PDF document", "upload a CSV or NDJSON file"),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"Rar!", "a RAR archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", _UNPACK),
    (b"\xfd7zXZ", "an XZ archive", _UNPACK),
    (b"SQLite format 3", "an SQLite database", "write its table as CSV first"),
)
_PAGES = (
    (b"<?xml", "an XML document"),
    (b"<!doctype", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"<table", "an HTML page"),
    (b"<meta", "an HTML page"),
)
_UTF8_LETTER = re.compile(rb"\xc3[\x80-\xbf]")  # á, ñ, …; of the guessed encodings none has a word with these two


@frozen
class Content:
    """What is in a file: its kind, and of a text its encoding and whether that was guessed."""

    kind: Literal["text", "spreadsheet", "parquet"]
    encoding: str = ""
    guessed: bool = False


def spool(path: Path) -> IO[bytes] | None:
    """Copy standard input (`-`) or a pipe to a temporary file, so that it can be read twice; None for other files."""
    if str(path) == "-":
        source: IO[bytes] = sys.stdin.buffer if sys.stdin is not None else io.BytesIO()
    elif _is_pipe(path):
        source = path.open("rb")
    else:
        return None
    kept = tempfile.NamedTemporaryFile(prefix="wolkvox-upload-")  # noqa: SIM115 - its owner closes it
    try:
        while chunk := source.read(_CHUNK):
            kept.write(chunk)
        kept.flush()
    except BaseException:
        kept.close()
        raise
    finally:
        if source is not getattr(sys.stdin, "buffer", None):
            source.close()
    return kept


def _is_pipe(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False  # the error comes where it is opened
    return stat.S_ISFIFO(mode) or (stat.S_ISCHR(mode) and path != Path(os.devnull))


def content_of(path: Path, name: str, encoding: str | None) -> Content:
    """Return what a file is.

    Args:
        path: The file.
        name: Of the file, for errors.
        encoding: Of its text; None: found out.

    Raises:
        ConfigurationError: It is of a kind that holds no records, or its encoding cannot be found out.
        OSError: It cannot be read.
    """
    with path.open("rb") as raw:
        head = raw.read(_HEAD)
    if head.startswith(b"PAR1"):
        return Content("parquet")
    if head.startswith((_ZIP, _OLD_OFFICE)):
        if not _is_spreadsheet(path, head):
            raise ConfigurationError(f"{name} is a ZIP archive", advice=_UNPACK)
        return Content("spreadsheet")
    _refuse_other_kinds(head, name)
    if encoding is not None:
        return Content("text", encoding)
    for mark, marked in _MARKS:
        if head.startswith(mark):
            return Content("text", marked)
    if b"\0" in head:
        return Content("text", _wide(head, name))
    return _narrow(path, name)


def _refuse_other_kinds(head: bytes, name: str) -> None:
    for mark, what, advice in _BINARIES:
        if head.startswith(mark):
            raise ConfigurationError(f"{name} is {what}, not a file of records", advice=advice)
    opening = head.removeprefix(codecs.BOM_UTF8).lstrip()[:9].lower()
    for mark, what in _PAGES:  # as some programs write under the name of a spreadsheet
        if opening.startswith(mark):
            raise ConfigurationError(f"{name} is {what}, not a file of records", advice=_SPREADSHEET)


def _is_spreadsheet(path: Path, head: bytes) -> bool:
    """Whether a ZIP archive may be one; what is damaged is reported by who reads it."""
    if not head.startswith(_ZIP):
        return True
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        return "content.xml" in names or any(each.startswith("xl/") for each in names)
    return True


def _wide(head: bytes, name: str) -> str:
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 4 > len(head) and min(even, odd) * 20 < len(head):  # letters in two bytes, one of them 0
        return "utf-16-le" if odd > even else "utf-16-be"
    raise ConfigurationError(f"{name} is a binary file, not a file of records", advice="upload a text with a header")


def _narrow(path: Path, name: str) -> Content:
    """Return UTF-8 where the whole file is that, else what its other letters show."""
    if _is_utf8(path) or (place := _undecodable(path, "utf-8")) is None:
        return Content("text", "utf-8")
    _, _, bad, other = place
    if other or _has_utf8_letters(path):  # it is UTF-8 with a defect, and nothing else would read those letters
        raise not_text(path, name, "utf-8")
    try:
        from charset_normalizer import from_bytes  # noqa: PLC0415 - an extra
    except ImportError:
        error = not_text(path, name, "utf-8")
        error.advice += ", or pip install 'wolkvox-async[leads]', which finds it out"
        raise error from None
    with path.open("rb") as raw:
        raw.seek(max(0, bad - _SAMPLE // 4))
        sample = raw.read(_SAMPLE)
    best = from_bytes(sample, cp_isolation=list(_GUESSED)).best()
    if best is None:
        raise not_text(path, name, "utf-8")
    return Content("text", best.encoding, guessed=True)


def _has_utf8_letters(path: Path) -> bool:
    before = b""
    with path.open("rb") as raw:
        while chunk := raw.read(_CHUNK):
            if _UTF8_LETTER.search(before + chunk):
                return True
            before = chunk[-1:]
    return False


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    with path.open("rb") as raw:
        try:
            while chunk := raw.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def not_text(path: Path, name: str, encoding: str) -> ConfigurationError:
    """Return the error for a file that is not of an encoding, with the place where that shows."""
    place = _undecodable(path, encoding)
    shown = encoding.removesuffix("-sig")
    where = f" line {place[0]}: not {shown} at byte {place[1]}" if place else f": not {shown}"
    return ConfigurationError(f"{name}{where}", advice=_ENCODING)


def _undecodable(path: Path, encoding: str) -> tuple[int, int, int, bool] | None:
    """Return where a file is not of an encoding; None where it is, or where the encoding does not say.

    Returns:
        The line, from 1; the byte within it, from 0; the byte within the file; whether other letters than ASCII came
        before.
    """
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    read, line, began, before, other = 0, 1, 0, b"", False
    with path.open("rb") as raw:
        while True:
            chunk = raw.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                bad = max(read, read + len(chunk) - len(error.object) + error.start)
                other = other or not (error.object[: error.start].isascii())
            except UnicodeError:
                return None
            else:
                bad, other = -1, other or not text.isascii()
            for found in re.finditer(rb"\r\n|\n|\r", chunk if bad < 0 else chunk[: bad - read]):
                split = found.start() == 0 and found[0] == b"\n" and before == b"\r"  # one end, in two chunks
                line += not split
                began = read + found.end()
            if bad >= 0:
                return line, bad - began, bad, other
            if not chunk:
                return None
            read, before = read + len(chunk), chunk[-1:]
