"""Finds out why calls do not work: `wolkvox doctor`. Each check is a function that returns what it found."""

from wolkvox_async.doctor.examine import examine
from wolkvox_async.doctor.finding import Finding, State

__all__ = ["Finding", "State", "examine"]
