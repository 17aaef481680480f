"""Programs beside Python that tests run, where the machine has them."""

import os
import shutil

import pytest


def needed(*programs):
    """Skip where a program is missing, or fail where none may be, but for those that a machine is known to lack."""
    excused = os.environ.get("WOLKVOX_WITHOUT", "").split()
    for each in programs:
        if shutil.which(each) is None:
            strict = os.environ.get("WOLKVOX_SKIP_NOTHING") and each not in excused
            (pytest.fail if strict else pytest.skip)(f"{each} is not installed")
