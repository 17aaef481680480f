"""Writes what follows from the catalogue: the endpoints, their groups and their index.

A development tool, run by `make generate` (`python -m tools.generate`); the package that is installed has only what it
wrote. `python -m tools.generate --check` writes nothing and fails where a file is not as the catalogue has it.

words: names, wrapped text and literals · values: parameters and Endpoint values · records: record classes ·
docs: docstrings · methods: coroutines · module: one file of endpoints · groups: what holds them together ·
index: docs/reference/endpoints.md · tree: all files, written or compared.
"""
