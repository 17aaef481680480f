"""Databases of the tests' own on the machine's servers, dropped afterwards; and a file of DuckDB."""

import os
from contextlib import contextmanager
from uuid import uuid4

import psycopg2
import pymysql
import pytest

KINDS = ("duckdb", "postgresql", "mysql")
_REFUSED = (psycopg2.OperationalError, pymysql.err.OperationalError)


def _absent(kind, error):
    """Skip the test, or fail where nothing may be skipped."""
    (pytest.fail if os.environ.get("WOLKVOX_SKIP_NOTHING") else pytest.skip)(f"no {kind} on this machine: {error}")


def _postgres(database="postgres"):
    connection = psycopg2.connect(host="127.0.0.1", user="postgres", dbname=database)
    connection.autocommit = True
    return connection


def _mysql(database=None):
    return pymysql.connect(host="127.0.0.1", user="root", database=database, autocommit=True)


class Database:
    """A database and the address that it is loaded by; ask() reads it without the code under test."""

    dataset = "wolkvox"

    def __init__(self, kind, name, folder):
        self.kind, self.name, self._file = kind, name, folder / f"{name}.duckdb"
        match kind:
            case "duckdb":
                self.url = f"duckdb:///{self._file}"
            case "postgresql":
                self.url = f"postgresql://postgres@127.0.0.1/{name}"
            case "mysql":  # where a dataset is a database
                self.url, self.dataset = f"mysql://root@127.0.0.1/{name}", name

    def _connect(self):
        match self.kind:
            case "duckdb":
                import duckdb

                return duckdb.connect(str(self._file))
            case "postgresql":
                return _postgres(self.name)
            case _:
                return _mysql(self.name)

    def ask(self, statement):
        connection = self._connect()
        try:
            cursor = connection.cursor()
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def table(self, name):
        return f"{self.dataset}.{name}"

    def rows(self, table, *columns, order=None):
        """Return columns of a table as dictionaries."""
        found = self.ask(f"SELECT {', '.join(columns)} FROM {self.table(table)} ORDER BY {order or columns[0]}")
        return [dict(zip(columns, row, strict=True)) for row in found]


@contextmanager
def database(kind, folder):
    name = f"wolkvox_{uuid4().hex[:12]}"
    made = Database(kind, name, folder)
    if kind == "duckdb":
        yield made
        return
    connect = _postgres if kind == "postgresql" else _mysql
    try:
        server = connect()
    except _REFUSED as error:
        _absent(kind, error)
    try:
        server.cursor().execute(f"CREATE DATABASE {name}")
        yield made
    finally:
        force = " WITH (FORCE)" if kind == "postgresql" else ""
        for each in (name, f"{name}_staging"):  # dlt stages in MariaDB in a database of its own
            server.cursor().execute(f"DROP DATABASE IF EXISTS {each}{force}")
        server.close()
