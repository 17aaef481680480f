"""How fast bodies become records, and in how much memory.

Each ratio is a reference's time over ours for the same body: 1.0 is as fast, above is faster. Reference and ours run by
turns in one process, processor time, median of the rounds, so that a host whose speed drifts does not matter. The body
is fed in chunks of 64 KB and each batch is dropped, as a consumer of a stream does. The peak is of a fresh process.

    python benchmarks/decode.py [--quick]
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

import bodies  # noqa: E402 - beside this file

from wolkvox_async.core.body import Probe  # noqa: E402
from wolkvox_async.core.json_splitter import Splitter  # noqa: E402
from wolkvox_async.core.wire import Decoder, Int, Moment, Record, Text, record  # noqa: E402

CHUNK = 65_536
ZONE = ZoneInfo("America/Bogota")
_TYPES = {"age": Int, "calls": Int, "recall_count": Int, "date": Moment}
Detail = record(
    type("Detail", (Record,), {"__annotations__": {name: _TYPES.get(name, Text) for name in bodies.FIELDS}})
)
Take = Callable[[list[Any]], Any]


def streamed(body: bytes, take: Take = len) -> None:
    splitter = Splitter()
    for at in range(0, len(body), CHUNK):
        for batch in splitter.feed(body[at : at + CHUNK]):
            take(batch)
    take(splitter.close()[0])


def typed(body: bytes) -> None:
    streamed(body, Decoder(Detail, ZONE).decode)


def probed(body: bytes) -> None:
    probe = Probe()
    for at in range(0, len(body), CHUNK):
        probe.feed(body[at : at + CHUNK])
    if probe.outline() is None:
        raise SystemExit("the ends of a body as the server writes it do not tell what it holds")


def seconds(work: Callable[[], Any]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def ratio(reference: Callable[[], Any], ours: Callable[[], Any], rounds: int) -> float:
    ours()
    return statistics.median(seconds(reference) / seconds(ours) for _ in range(rounds))


def report(case: str, found: float, target: float, *, most: bool = False, unit: str = "") -> bool:
    good = found <= target if most else found >= target
    bound = "<=" if most else ">="
    print(f"{case:<58} {found:6.2f}{unit}  {bound} {target:g}{unit}  {'ok' if good else 'short'}", flush=True)
    return good


def speeds(count: int, rounds: int) -> list[bool]:
    results = []
    rows = bodies.rows(count)
    for layout, indent in (("pretty", 4), ("compact", None)):
        body = bodies.php(bodies.envelope(rows), indent)
        parse, stdlib = (lambda body=body: orjson.loads(body)), (lambda body=body: json.loads(body))
        ours, plain = (lambda body=body: typed(body)), (lambda body=body: streamed(body))
        results += [
            report(f"{layout}: typed records / orjson of the whole", ratio(parse, ours, rounds), 0.50),
            report(f"{layout}: typed records / json of the whole", ratio(stdlib, ours, rounds), 0.9),
            report(f"{layout}: dicts / orjson of the whole", ratio(parse, plain, rounds), 1.2),
        ]
        if indent:
            gigabytes = len(body) / 1e9 / statistics.median(seconds(lambda b=body: probed(b)) for _ in range(rounds))
            results.append(report("pretty: looked at while it is stored", gigabytes, 1.0, unit=" GB/s"))
            bad = [row | {"calls": "n/a"} if number % 100 == 0 else row for number, row in enumerate(rows)]
            spoilt = bodies.php(bodies.envelope(bad), indent)
            slower = 1 / ratio(ours, lambda body=spoilt: typed(body), rounds)
            results.append(report("pretty: 1 % bad values, time over that of good ones", slower, 1.25, most=True))
    large = bodies.rows(count // 4, size=2_600)
    for layout, indent in (("pretty", 4), ("compact", None)):
        body = bodies.php(bodies.envelope(large), indent)
        found = ratio(lambda body=body: orjson.loads(body), lambda body=body: typed(body), rounds)
        results.append(report(f"{layout}, 4 kB records: typed / orjson of the whole", found, 0.75))
    for name, body in (
        ("pretty, nested", bodies.php(bodies.envelope(bodies.nested(count // 4)))),
        ("compact, nested", bodies.php(bodies.envelope(bodies.nested(count // 4)), None)),
        ("pretty, hostile strings", bodies.php(bodies.envelope(bodies.hostile(count // 4)))),
        ("compact, hostile strings", bodies.php(bodies.envelope(bodies.hostile(count // 4)), None)),
        ("oddly spaced", bodies.odd(count)),
    ):
        found = ratio(lambda body=body: orjson.loads(body), lambda body=body: streamed(body), rounds)
        results.append(report(f"{name}: dicts / orjson of the whole", found, 0.3))
    return results


def growth(count: int) -> bool:
    """Time per byte of a body that only the scanner can cut, four times as large over once: 1 is linear."""
    small, large = bodies.odd(count // 4), bodies.odd(count)
    times = [seconds(lambda b=body: streamed(b)) / len(body) for body in (small, large) for _ in range(3)]
    return report("oddly spaced: time per byte, 4 x the size / once", min(times[3:]) / min(times[:3]), 1.5, most=True)


def resident() -> tuple[float, float]:
    """Megabytes of this process, now and at most so far (Linux; its ru_maxrss would begin with the parent's)."""
    status = Path("/proc/self/status").read_text()
    now, peak = (int(status.partition(name)[2].split()[0]) / 1024 for name in ("VmRSS:", "VmHWM:"))
    return now, peak


def streaming() -> None:
    """What the fresh process does with a body on its stdin: print how far its peak rose over that of an idle one."""
    decoder, splitter, probe, count = Decoder(Detail, ZONE), Splitter(), Probe(), 0
    idle, _ = resident()
    while chunk := sys.stdin.buffer.read(CHUNK):
        probe.feed(chunk)
        for batch in splitter.feed(chunk):
            count += len(decoder.decode(batch))
    count += len(decoder.decode(splitter.close()[0]))
    print(resident()[1] - idle, count, probe.outline() is not None)


def memory(megabytes: int) -> bool:
    with subprocess.Popen(
        [sys.executable, __file__, "--stream"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        for part in bodies.stream(megabytes * 2**20):
            process.stdin.write(part)
        risen, count, whole = process.communicate()[0].split()
    case = f"{megabytes} MB to {int(count):,} typed records: peak above idle"
    return report(case, float(risen), 32, most=True, unit=" MB") and whole == b"True"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="smaller bodies, fewer rounds: some 20 s")
    parser.add_argument("--stream", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stream:
        streaming()
        return 0
    count, rounds = (8_000, 5) if options.quick else (60_000, 7)
    results = [*speeds(count, rounds), growth(count)]
    results += [memory(megabytes) for megabytes in ((16, 64) if options.quick else (64, 256))]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
