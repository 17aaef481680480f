"""quality.php: the quality matrix.

This file is generated from catalogue/quality.toml by `make generate`: change that.
"""

from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.core.wire import Percent, Record, Text, record
from wolkvox_async.endpoints.group import Group, table

__all__ = ["ENDPOINTS", "Quality", "QualityAttribute"]


@record
class QualityAttribute(Record):
    """One attribute that a survey asks for."""

    survey: Text
    """Name of the survey."""
    category: Text
    """Category of the attribute."""
    attribute: Text
    """Attribute of quality."""
    error_type: Text
    """Critical, or not critical: CE, NCE."""
    percent: Percent
    """Weight of the attribute, in percent."""


QUALITY_MATRIX = Endpoint(
    name="quality.quality_matrix",
    script="quality.php",
    title="Quality matrix: what surveys ask, one attribute each",
    spanish="Matriz de calidad",
    summary="The categories and attributes of each survey, with their weight.",
    record=QualityAttribute,
    shape="keyed",
    keyed="survey",
    counts=False,
    source="https://github.com/SantiagoAnalista/wolkvox-rendimiento",
)


class Quality(Group):
    """quality.php: the quality matrix."""

    async def quality_matrix(self) -> list[QualityAttribute]:
        """Quality matrix: what surveys ask, one attribute each.

        The categories and attributes of each survey, with their weight.

        The answers are in the reports quality_1 to quality_5.

        In Spanish: Matriz de calidad.

        Returns:
            list[QualityAttribute]: One attribute that a survey asks for. Empty where there are none.

        Raises:
            ConfigurationError: A value is missing or cannot be right; nothing was sent.
            WolkvoxError: Whatever ends a call: QuotaSpent, QuotaExhausted, WaitTooLong, StoreUnavailable,
                AuthenticationFailed, TooManySimultaneous, Maintenance, InvalidRequest, Refused, ServerFault,
                Unreachable or CallTimeout.

        Source:
            https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(QUALITY_MATRIX)


ENDPOINTS = table([QUALITY_MATRIX])
