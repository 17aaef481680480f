"""Clocks that every process of this machine shares: a steady one, and one on which the leases of the dead end soon.

On the fast one each second in which a busy machine holds a program up is a minute of its permits. So only tests that
kill a process, or cancel calls under way, use it, with calls that may begin within two seconds of the machine's.
"""

import time

from tests.support.exporting import NOON

FASTER = 60
CONNECT = 2.0 * FASTER  # seconds of the fast clock from a grant to its call
_YEAR = 366 * 86_400.0


def steady():
    return NOON + _YEAR + time.monotonic()


def clock():
    return NOON + _YEAR + time.monotonic() * FASTER
