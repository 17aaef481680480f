"""Recipes whose framework is not installed where the tests run: what they do without it."""

import ast


def without(path, framework):
    """Return the names that a recipe defines, but for what it imports from a framework and makes with it."""
    kept = []
    gone = {framework}
    for node in ast.parse(path.read_text("utf-8")).body:
        names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == framework:
            gone |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Import) and {alias.name.split(".")[0] for alias in node.names} & gone:
            continue
        elif not names & gone and not isinstance(node, ast.Expr):
            kept.append(node)
        elif isinstance(node, ast.FunctionDef):
            gone.add(node.name)
        elif isinstance(node, ast.Assign):
            gone |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    found = {"__name__": path.stem}
    exec(compile(ast.Module(kept, type_ignores=[]), str(path), "exec"), found)
    return found
