"""The documentation, made by `make docs`: pages in Markdown, and the reference from the docstrings."""

import html
from pathlib import Path
from typing import Any

import wolkvox_async
from wolkvox_async.catalogue import catalogue_files

project = "wolkvox_async"
version = release = wolkvox_async.__version__
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_llm.txt",  # llms.txt, and each page as Markdown beside its HTML
]
exclude_patterns = ["_build"]
html_static_path = ["_static"]
html_css_files = ["wide.css"]
html_theme = "furo"
html_title = f"wolkvox_async {release}"

copybutton_prompt_text = "$ "  # of a console, the commands alone are copied
llms_txt_description = "An asyncio SDK and command line for the Wolkvox contact-centre API v2, with its limits kept."
llms_txt_nested_enabled = False  # one index for all pages
llms_txt_suppress_unknown_node_warnings = True

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3
suppress_warnings = ["myst.xref_missing"]  # links to files of the repository, which are no pages

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
python_use_unqualified_type_names = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True  # fields stand in the docstring of their class, once
napoleon_custom_sections = ["Source"]

_HERE = Path(__file__).parent
_PAGES = _HERE / "reference" / "api" / "endpoints"


def setup(app: Any) -> None:
    """Connect what this project needs of Sphinx."""
    app.connect("builder-inited", _write_endpoint_pages)
    app.connect("autodoc-skip-member", _skip_described_fields)
    app.connect("autodoc-process-docstring", _leave_out_heads)
    app.connect("build-finished", _unescape_index, priority=900)  # after the one that writes it


def _write_endpoint_pages(_app: Any) -> None:
    """Write one page for each script of the API, or section of its reports."""
    _PAGES.mkdir(parents=True, exist_ok=True)
    for file in catalogue_files():
        module = f"wolkvox_async.endpoints.{file.path.replace('/', '.')}"
        text = f"# {file.group}{f': {file.section}' if file.section else ''}\n\n"
        text += _directive("autoclass", f"{module}.{file.cls}")
        if Path(wolkvox_async.__file__).parent.joinpath("endpoints", f"{file.path}_custom.py").exists():
            text += _directive("autoclass", f"{module}_custom.{file.cls}Custom")
        text += "## Records\n\n" + _directive("automodule", module, f"   :exclude-members: {file.cls}\n")
        path = _PAGES / f"{file.path.replace('/', '_')}.md"
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def _unescape_index(app: Any, error: Exception | None) -> None:
    """Write the marks of Markdown in llms.txt as they are: a program reads it, and no browser."""
    index = Path(app.outdir) / "llms.txt"
    if error is None and index.exists():
        index.write_text(html.unescape(index.read_text("utf-8")), "utf-8")


def _directive(name: str, target: str, options: str = "") -> str:
    return f"```{{eval-rst}}\n.. {name}:: {target}\n   :members:\n{options}```\n\n"


def _leave_out_heads(_app: Any, what: str, name: str, _found: Any, _options: Any, lines: list[str]) -> None:
    """Leave out what the head of a generated file says to those who edit it: its class says what it is."""
    if what == "module" and name.startswith("wolkvox_async.endpoints."):
        lines.clear()


def _skip_described_fields(_app: Any, _what: str, _name: str, found: Any, skip: bool, _options: Any) -> bool:
    """Leave out the slots of a class: the docstring of the class lists them."""
    return skip or repr(found) == "SLOTS_ATTR"  # what autodoc hands over for a slot
