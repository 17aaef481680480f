"""What a check found: its state, in words, and what to do."""

from typing import Literal

from attrs import frozen

from wolkvox_async.core.plain import Plain
from wolkvox_async.errors import WolkvoxError

__all__ = ["FIREWALL", "Finding", "State", "failed", "of_error", "ok", "skipped", "warning"]

State = Literal["ok", "warning", "failed", "skipped"]
FIREWALL = "have this machine's address put on the server's firewall list (wolkvox Manager)"
"""What to do where a server does not let this machine in."""


@frozen
class Finding(Plain):
    """What one check found."""

    check: str
    """What was looked at, as in `token`."""
    state: State
    """ok; warning: calls work and something should be seen to; failed: calls do not work; skipped: not looked at."""
    what: str
    """What was found."""
    advice: str = ""
    """What to do."""
    operation: str | None = None
    """Whose; None where it concerns all operations."""


def ok(check: str, what: str) -> Finding:
    """Return that a check found nothing wrong."""
    return Finding(check, "ok", what)


def warning(check: str, what: str, advice: str) -> Finding:
    """Return what should be seen to."""
    return Finding(check, "warning", what, advice)


def failed(check: str, what: str, advice: str) -> Finding:
    """Return why calls do not work."""
    return Finding(check, "failed", what, advice)


def skipped(check: str, why: str) -> Finding:
    """Return that something was not looked at, and why."""
    return Finding(check, "skipped", why)


def of_error(check: str, error: WolkvoxError) -> Finding:
    """Return what an error says as a check that failed."""
    return failed(check, error.detail, error.advice)
