"""quality.php: the quality matrix.

This file is generated from catalogue/quality.toml by `make generate`: change the sheet.
"""

from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.core.wire import Percent, Record, Text, record
from wolkvox_async.endpoints.group import Group, table

__all__ = ["ENDPOINTS", "Quality", "QualityAttribute"]


@record
class QualityAttribute(Record):
    """One attribute that a survey asks for."""

    survey: Text  # name of the survey
    category: Text
    attribute: Text
    error_type: Text  # CE, NCE; critical, or not critical
    percent: Percent  # weight


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
        Source: https://github.com/SantiagoAnalista/wolkvox-rendimiento
        """
        return await self._records(QUALITY_MATRIX)


ENDPOINTS = table([QUALITY_MATRIX])
