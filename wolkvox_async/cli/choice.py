"""An option that takes one of some words: for another one the nearest is named."""

from typing import Any

import click

from wolkvox_async.spelling import meant

__all__ = ["Choice"]


class Choice(click.Choice[str]):
    """One of some words."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """Say what is taken, and which of it was meant."""
        said = super().get_invalid_choice_message(value, ctx).rstrip(".")
        near = meant(str(value), map(str, self.choices))
        return f"{said}; did you mean {near!r}?" if near else f"{said}."
