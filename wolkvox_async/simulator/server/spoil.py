"""What faults do to the bytes of a body, block by block, so that a large one is never held whole."""

from collections.abc import Iterator

BOM = b"\xef\xbb\xbf"
WARNING = b"<br />\n<b>Warning</b>: mysqli_connect(): Too many connections in <b>report.php</b><br />\n"
DATA = b'"data": ['


def bom(blocks: Iterator[bytes]) -> Iterator[bytes]:
    yield BOM
    yield from blocks


def text_before(blocks: Iterator[bytes]) -> Iterator[bytes]:
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


BYTES = {"bom": bom, "text-before": text_before, "bad-utf8": bad_utf8, "bare-list": bare_list}
