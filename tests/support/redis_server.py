"""A Redis of the tests' own, on a free port, with nothing written to disk."""

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager

import pytest


def binary():
    """Return where redis-server is; without it the test is skipped, or fails where nothing may be skipped."""
    found = shutil.which("redis-server")
    if found is None:
        (pytest.fail if os.environ.get("WOLKVOX_SKIP_NOTHING") else pytest.skip)("redis-server is not installed")
    return found


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Redis:
    def __init__(self, folder, *options, port=None):
        self.port = port or free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        arguments = [binary(), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
        self._process = subprocess.Popen([*arguments, *options], stdout=subprocess.DEVNULL)
        while not self._answers():
            assert self._process.poll() is None, "redis-server did not start"
            time.sleep(0.01)

    def _answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as line:
                line.sendall(b"PING\r\n")
                return line.recv(64).startswith((b"+PONG", b"-NOAUTH"))
        except OSError:
            return False

    def stop(self):
        self._process.kill()
        self._process.wait()

    def pause(self, signal):
        self._process.send_signal(signal)


@contextmanager
def running(folder, *options, port=None):
    server = Redis(folder, *options, port=port)
    try:
        yield server
    finally:
        server.stop()
