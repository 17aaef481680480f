"""What faults do to the bytes of a body, block by block, so that a large one is never held whole."""

import re
from collections.abc import Iterator
from itertools import count

BOM = b"\xef\xbb\xbf"
WARNING = b"<br />\n<b>Warning</b>: mysqli_connect(): Too many connections in <b>report.php</b><br />\n"
DATA = b'"data": ['
ROW = re.compile(rb"^        \{", re.MULTILINE)
MSG = re.compile(rb'    ("msg": "(?:[^"\\]|\\.)*"),\n')


def bom(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Put a byte order mark in front."""
    yield BOM
    yield from blocks


def text_before(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Put a warning of PHP in front."""
    yield WARNING
    yield from blocks


def bad_utf8(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Put two impossible bytes into the last string of the first block that has one."""
    done = False
    for block in blocks:
        place = block.rfind(b'"')
        whole = block if done or place < 0 else block[:place] + b"\xc3\x28\xff" + block[place:]
        done = done or place >= 0
        yield whole


def bare_list(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Leave out what stands before the list of data, and the brace after it; no list, no change."""
    first = next(blocks, b"")
    _, mark, held = first.partition(DATA)
    if not mark:
        yield from (first, *blocks)
        return
    yield b"["
    for block in blocks:
        yield held
        held = block
    yield held.rstrip(b"}\n ")


def half_emoji(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Put the first half of an emoji into the last text of the first block that has rows."""
    done = False
    for block in blocks:
        place = -1 if done or b'"data"' in block[-24:] else block.rfind(b'"')
        done = done or place >= 0
        yield block if place < 0 else block[:place] + rb"\ud83d" + block[place:]


def list_object(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Write the list of data as an object: keys are numbers, and one of them is missing."""
    first = next(blocks, b"")
    head, mark, rest = first.partition(DATA)
    if not mark:
        yield from (first, *blocks)
        return
    numbers = (n for n in count() if n != 1)
    yield head + b'"data": {'
    held = rest
    for block in blocks:
        yield _numbered(held, numbers)
        held = block
    held = _numbered(held, numbers)
    place = held.rfind(b"]")
    yield held[:place] + b"}" + held[place + 1 :]


def _numbered(block: bytes, numbers: Iterator[int]) -> bytes:
    return ROW.sub(lambda _: b'        "%d": {' % next(numbers), block)


def msg_last(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Move msg behind the data; what has no data stays as it is."""
    first = next(blocks, b"")
    found = MSG.search(first)
    if found is None or b'"data"' not in first[found.end() :]:
        yield from (first, *blocks)
        return
    held = first[: found.start()] + first[found.end() :]
    for block in blocks:
        yield held
        held = block
    yield held.removesuffix(b"\n}") + b",\n    " + found[1] + b"\n}"


BYTES = {
    "bom": bom,
    "text-before": text_before,
    "bad-utf8": bad_utf8,
    "bare-list": bare_list,
    "half-emoji": half_emoji,
    "list-object": list_object,
    "msg-last": msg_last,
}
