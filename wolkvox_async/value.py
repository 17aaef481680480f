"""What classes of values compare and show themselves by, written once.

attrs would compile these methods for each class, which a program that starts has to wait for.
"""

from attrs import asdict, astuple

__all__ = ["Value"]


class Value:
    """Base of frozen attrs classes: equal where class and fields are; for classes made with eq=False and repr=False."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and astuple(self, recurse=False) == astuple(other, recurse=False)  # type: ignore[arg-type]

    def __hash__(self) -> int:
        return hash((type(self), astuple(self, recurse=False)))  # type: ignore[arg-type]  # subclasses are of attrs

    def __repr__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in asdict(self, recurse=False).items())  # type: ignore[arg-type]
        return f"{type(self).__name__}({facts})"
