"""Cells of an XLSX file whose formula failed (#N/A, #REF!): python-calamine gives them as empty."""

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path

__all__ = ["failed_formulas"]

_CHUNK = 2**20
_ELEMENT = {name: re.compile(rf"<(?:\w+:)?{name}\s([^>]*)>".encode()) for name in ("sheet", "Relationship", "c")}
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def failed_formulas(path: Path, sheet: str) -> dict[int, str]:
    """Return by row the first cell whose formula failed; nothing for files that are no XLSX.

    Args:
        path: The file.
        sheet: The sheet's name.
    """
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as book:
        try:
            listed = book.read("xl/workbook.xml")
            related = book.read("xl/_rels/workbook.xml.rels")
        except KeyError:
            return {}
        ids = {
            value
            for each in _attributes("sheet", listed)
            if each.get("name") == sheet
            for name, value in each.items()
            if name.endswith(":id")
        }
        targets = [each.get("Target", "") for each in _attributes("Relationship", related) if each.get("Id") in ids]
        members = [each.lstrip("/") if each.startswith("/") else f"xl/{each}" for each in targets]
        found: dict[int, str] = {}
        for member in members:
            if member in book.namelist():
                for cell in _failed(book, member):
                    found.setdefault(int(re.sub("[^0-9]", "", cell) or 0), cell)
    return found


def _failed(book: zipfile.ZipFile, member: str) -> Iterator[str]:
    """Yield the addresses of the cells that hold an error, as B3."""
    rest = b""
    with book.open(member) as file:
        while chunk := file.read(_CHUNK):
            data = rest + chunk
            end = data.rfind(b"<")  # an element that is cut goes on in the next chunk
            data, rest = (data[:end], data[end:]) if end > 0 else (b"", data)
            if b't="e"' in data or b"t='e'" in data:
                for each in _attributes("c", data):
                    if each.get("t") == "e":
                        yield each.get("r", "")


def _attributes(element: str, data: bytes) -> Iterator[dict[str, str]]:
    for found in _ELEMENT[element].finditer(data):
        text = found[1].decode("utf-8", "replace")
        yield {name: unescape(double or single) for name, double, single in _ATTRIBUTE.findall(text)}
