"""Which process has a file locked, as the system lists it."""

import os

import pytest

from wolkvox_async.locks import locker


def test_who_holds_a_file_is_not_said_where_it_is_not_known(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    assert locker(str(tmp_path / "file"), str(tmp_path / "none")) == ""
    monkeypatch.setattr("wolkvox_async.locks._LOCKS", tmp_path / "none")
    assert locker(str(tmp_path / "file")) == ""


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("7: POSIX  ADVISORY  WRITE 99999999 {file} 120 120", "process 99999999"),
        ("7: POSIX  ADVISORY  READ 99999999 {file} 120 120", ""),
        ("7: FLOCK  ADVISORY  WRITE 99999999 {file} 0 EOF", ""),
        ("7: -> POSIX  ADVISORY  WRITE 99999999 {file} 120 120", ""),
        ("7: POSIX  ADVISORY  WRITE 99999999 00:00:1 120 120", ""),
    ],
)
def test_what_the_system_says_of_locks_is_read(tmp_path, monkeypatch, line, named):
    file, locks = tmp_path / "file", tmp_path / "locks"
    file.touch()
    found = file.stat()
    device = found.st_dev
    locks.write_text(line.format(file=f"{os.major(device):02x}:{os.minor(device):02x}:{found.st_ino}"))
    monkeypatch.setattr("wolkvox_async.locks._LOCKS", locks)
    assert locker(str(file)) == named
