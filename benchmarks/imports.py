"""What starting costs: `python benchmarks/imports.py [--quick]`.

Fresh processes in turns, the median of each: importing all that a client needs against importing aiohttp alone, and
`wolkvox --help` as a whole.
"""

import subprocess
import sys
import time
from statistics import median

from _shared import line

CLIENT = "from wolkvox_async import *; import wolkvox_async.endpoints.campaign, wolkvox_async.endpoints.reports"
CASES = {
    "nothing": ["-c", "pass"],
    "aiohttp": ["-c", "import aiohttp"],
    "package": ["-c", "import wolkvox_async"],
    "client": ["-c", CLIENT],
    "help": ["-m", "wolkvox_async.cli", "--help"],
}


def once(arguments: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - began) * 1000


def main(*, quick: bool) -> None:
    times: dict[str, list[float]] = {name: [] for name in CASES}
    for _ in range(5 if quick else 15):
        for name, arguments in CASES.items():
            times[name].append(once(arguments))
    taken = {name: median(each) for name, each in times.items()}
    line("import wolkvox_async, beyond an empty process", taken["package"] - taken["nothing"], 60, "ms")
    line("client and endpoints, beyond import aiohttp", taken["client"] - taken["aiohttp"], 60, "ms")
    line("wolkvox --help, the whole process", taken["help"], 250, "ms")


if __name__ == "__main__":
    main(quick="--quick" in sys.argv)
