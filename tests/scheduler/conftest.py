"""A redis-server for the tests of a module, and an empty one for each test."""

import pytest
import redis as redis_py

from tests.support.redis_server import running


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
def client(server):
    with redis_py.Redis(port=server.port) as client:
        client.flushall()
        yield client
