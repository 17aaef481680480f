"""Which process this is, without asking the system at every call: a fork of it is another."""

import os

__all__ = ["Process", "this"]


class Process:
    """generation: how many forks lie between this process and the one that imported the package."""

    generation = 0


this = Process()


def _forked() -> None:
    this.generation += 1


# Where there is no fork there is nothing to count.
getattr(os, "register_at_fork", lambda **_: None)(after_in_child=_forked)
