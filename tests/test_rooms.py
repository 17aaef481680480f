"""The rooms of the package: what a module imports stands below it, and no circle is anywhere."""

import ast
from pathlib import Path

import pytest

import wolkvox_async

ROOT = Path(wolkvox_async.__file__).parent
# Lowest first. A room is a folder of the package or a module beside them.
FLOORS = (
    {"described", "durations", "errors", "lazy", "limits", "pattern", "serving", "spelling", "value"},
    {"misnamed", "secrecy"},
    {"deadline", "display", "events", "faults", "locks", "operation", "process", "redis_address"},
    {"store_file"},
    {"catalogue", "core", "environment", "telemetry"},
    {"secret_places", "structuring"},
    {"network_settings"},
    {"scheduler", "simulator"},
    {"calls", "tables"},
    {"options", "reports", "uploads"},
    {"endpoints", "export"},
    {"config", "engine", "fleet_arguments", "load", "openapi"},
    {"config_discovery", "follow"},
    {"client"},
    {"all_campaigns"},
    {"fleet_clients"},
    {"fleet_campaigns"},
    {"fleet_reports"},
    {"fleet_follow"},
    {"fleet"},
    {"doctor", "gateway"},
    {"cli", "sync"},
    {"__main__", "wolkvox_async"},
)


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = (ROOT.name, *path.relative_to(ROOT).with_suffix("").parts)
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def imported(module: str) -> set[str]:
    """Return the modules of the package that a module imports: at its top, in functions, for type checkers."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(ROOT.name):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module for name in names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name in MODULES}
    return found - {module, ROOT.name}  # the package itself imports its names when they are first used


GRAPH = {module: imported(module) for module in MODULES}


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ROOT.name


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Return a way from a module back to itself, or nothing."""
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> list[str]:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return []
        for each in sorted(graph.get(name, ())):
            if found := walk(each, [*way, name]):
                return found
        done.add(name)
        return []

    return next((found for name in graph if (found := walk(name, []))), [])


def test_no_module_imports_itself_by_way_of_others():
    assert circle(GRAPH) == []


def test_every_room_has_its_floor():
    assert {room(module) for module in MODULES} == set.union(*FLOORS)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_rooms_below_its_own(module):
    height = {name: number for number, names in enumerate(FLOORS) for name in names}
    own = room(module)
    assert [
        each for each in GRAPH[module] if room(each) != own and height.get(room(each), 0) >= height.get(own, 0)
    ] == []


def test_the_simulator_shares_nothing_with_the_client_that_decides():
    # facts, hints of spelling, names that load on use and the end of a server are shared
    rooms = {room(each) for module in MODULES if room(module) == "simulator" for each in GRAPH[module]}
    assert rooms == {"simulator", "catalogue", "lazy", "serving", "spelling"}


def test_hints_for_misspelt_words_are_looked_for_in_one_place():
    assert [module for module, path in MODULES.items() if "difflib" in path.read_text("utf-8")] == [
        "wolkvox_async.spelling"
    ]


def test_a_circle_is_found():
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_imports_in_functions_count():
    assert "wolkvox_async.reports.frames" in GRAPH["wolkvox_async.reports.tabular"]
