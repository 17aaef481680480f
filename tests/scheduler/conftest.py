"""A redis-server for the tests of a module, an empty one for each test, and quicker leaps of virtual time."""

from pathlib import Path

import pytest
import redis as redis_py

from tests.support.redis_server import running


def pytest_collection_modifyitems(items):
    """Have virtual time leap after 6 turns of the loop without anything to do instead of 42: no thread takes part."""
    for item in items:
        if item.path.parent == Path(__file__).parent and item.get_closest_marker("looptime"):
            item.add_marker(pytest.mark.looptime(noop_cycles=6))


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
def client(server):
    with redis_py.Redis(port=server.port) as client:
        client.flushall()
        yield client
