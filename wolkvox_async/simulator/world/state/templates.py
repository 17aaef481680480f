"""WhatsApp templates: made by a call, pending until Meta has looked at them, which a synchronisation learns."""

from collections.abc import Sequence
from typing import Any, Self

from attrs import define

FIRST = 7_001_000


@define(eq=False)
class Template:
    """One template of a connector. previous: its category before, "" where it never changed."""

    id: str
    connector_id: str
    name: str
    language: str
    category: str
    components: Sequence[Any]
    status: str = "PENDING"

    @property
    def body(self) -> str:
        """The text of its body."""
        parts = [each for each in self.components if isinstance(each, dict)]
        texts = [each.get("text", "") for each in parts if str(each.get("type", "")).upper() == "BODY"]
        return str(texts[0]) if texts else ""


@define(eq=False)
class Templates:
    """The templates of an operation by name, which is unique in it."""

    by_name: dict[str, Template]
    _made: int = 0

    @classmethod
    def beginning(cls) -> Self:
        """Return what there is before the first call."""
        known = cls({})
        for name, category, text in (
            ("bienvenida", "MARKETING", "¡Hola {{1}}! Conozca nuestros planes 😀"),
            ("recordatorio_pago", "UTILITY", "Su cuota de $ {{1}} vence el {{2}}."),
        ):
            known.create("1", name, "es", category, [{"type": "BODY", "text": text}]).status = "APPROVED"
        return known

    def create(self, connector_id: str, name: str, language: str, category: str, parts: Sequence[Any]) -> Template:
        """Add a template, which waits for Meta's decision."""
        self._made += 1
        made = Template(str(FIRST + self._made), connector_id, name, language, category, parts)
        self.by_name[name] = made
        return made

    def of(self, connector_id: str) -> list[Template]:
        """Return the templates of a connector."""
        return [each for each in self.by_name.values() if each.connector_id == connector_id]

    def find(self, connector_id: str, name: str) -> Template | None:
        """Return a connector's template of a name, or None."""
        found = self.by_name.get(name)
        return found if found and found.connector_id == connector_id else None
