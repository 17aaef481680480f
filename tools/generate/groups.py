"""What holds the generated files together: the groups of a client, and the sections of the reports."""

from collections.abc import Iterable

from tools.generate.words import clause, doc, text
from wolkvox_async.catalogue import CatalogueFile

__all__ = ["groups", "sections"]


def groups(files: Iterable[CatalogueFile]) -> str:
    """Return endpoints/groups.py: one attribute per group, which is imported when it is first used."""
    found = {each.group: each for each in files}
    classes = {name: _class(file) for name, file in sorted(found.items())}
    types = "\n".join(f"    from wolkvox_async.endpoints.{name} import {cls}" for name, cls in classes.items())
    attributes = "\n".join(_attribute(name, cls, found[name]) for name, cls in classes.items())
    return f'''"""The groups of endpoints as attributes of a client, each imported when it is first used.

This file is generated from the catalogue by `make generate`: change its files.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from wolkvox_async.calls.executor import CallExecutor
from wolkvox_async.misnamed import HasGroups

if TYPE_CHECKING:
{types}

__all__ = ["GROUPS", "Groups"]

GROUPS = ({", ".join(text(name) for name in classes)})


class Groups(HasGroups):
    """What a client offers: the scripts of the vendor, for the operation of its caller."""

    _groups = GROUPS
    _caller: CallExecutor

{attributes}
'''


def _class(file: CatalogueFile) -> str:
    return "Reports" if file.section else file.cls


def _attribute(name: str, cls: str, file: CatalogueFile) -> str:
    about = f"{file.script.lstrip('/')}: {clause(file.about)}." if file.about else f"{file.script}."
    if file.section:
        about = f"{file.script}: the reports."
    return f"""    @cached_property
    def {name}(self) -> "{cls}":
{doc(about, " " * 8)}
        from wolkvox_async.endpoints.{name} import {cls}

        return {cls}(self._caller)
"""


def sections(files: Iterable[CatalogueFile]) -> str:
    """Return endpoints/reports/__init__.py: the sections' coroutines in one class, each section loaded on use."""
    found = {each.path.partition("/")[2]: each for each in files if each.section}
    classes = {name: file.cls for name, file in sorted(found.items())}
    types = "\n".join(f"    from wolkvox_async.endpoints.reports.{name} import {cls}" for name, cls in classes.items())
    homes = "\n".join(
        f"    {text(name)}: ({text(file.cls)}, ({', '.join(text(entry.name) for entry in file.entries)},)),"
        for name, file in sorted(found.items())
    )
    return f'''"""reports_manager.php: the reports, one file per section of the vendor's.

A record class takes a millisecond to make and there are more than a hundred, so a section is imported when one of its
reports is first asked for. Type checkers see them all.

This file is generated from catalogue/reports by `make generate`: change its files.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from wolkvox_async.core.endpoint import Endpoint
from wolkvox_async.endpoints.group import Group, Later

__all__ = ["SECTIONS", "Reports", "endpoints", "section"]

SECTIONS = {{
{homes}
}}


def section(method: str) -> str | None:
    """Return the section of a report, by the name of its method."""
    return next((name for name, (_, methods) in SECTIONS.items() if method in methods), None)


def endpoints(*sections: str) -> dict[str, Endpoint[Any]]:
    """Return the endpoints of some sections, or of all, by their full names."""
    tables = (import_module(f"{{__name__}}.{{name}}").ENDPOINTS for name in sections or SECTIONS)
    return {{name: endpoint for table in tables for name, endpoint in table.items()}}


if TYPE_CHECKING:
{types}

    class Reports({", ".join(classes.values())}):
        """reports_manager.php: the reports."""

else:

    class Reports(Group):
        """reports_manager.php: the reports."""

    for _name, (_cls, _methods) in SECTIONS.items():
        for _method in _methods:
            setattr(Reports, _method, Later(f"{{__name__}}.{{_name}}", _cls, _method))
'''
