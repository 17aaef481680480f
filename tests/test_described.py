"""What stands below the fields of a class is part of its docstring."""

import inspect
import pydoc

import attrs

from wolkvox_async.described import described


@described
@attrs.frozen
class Point:
    """A place on a map."""

    x: float
    """Metres to the east
    of the origin."""
    y: "float | None" = None
    """Metres to the north."""
    label: str = ""


@described
@attrs.frozen
class Peak(Point):
    """A place
    high up."""

    height: int = 0
    """Metres above the sea."""
    x: float = 0.0
    """Metres to the east of the peak."""


@described
@attrs.frozen
class Bare:
    """Says nothing of its field."""

    x: float


def test_the_docstring_lists_the_described_fields():
    assert inspect.getdoc(Point) == (
        "A place on a map.\n\nAttributes:\n    x (float): Metres to the east of the origin.\n"
        "    y ('float | None'): Metres to the north."
    )
    assert Point(1.0).__doc__ == Point.__doc__


def test_a_class_has_the_fields_of_its_bases_and_its_own_word_counts():
    doc = inspect.getdoc(Peak)
    assert doc.startswith("A place\nhigh up.\n\nAttributes:\n")
    assert "x (float): Metres to the east of the peak." in doc
    assert "of the origin" not in doc
    assert "y ('float | None'): Metres to the north." in doc
    assert "height (int): Metres above the sea." in doc


def test_help_shows_them():
    assert "Metres above the sea." in pydoc.render_doc(Peak)


def test_a_class_without_described_fields_keeps_its_docstring():
    assert Bare.__doc__ == "Says nothing of its field."


def test_without_a_source_the_docstring_is_the_opening():
    scope = {"__name__": "of_no_file"}
    exec("import attrs\n@attrs.frozen\nclass Lost:\n    '''No file.'''\n    x: int\n    '''Unread.'''\n", scope)
    assert described(scope["Lost"]).__doc__ == "No file."
