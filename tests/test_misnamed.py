"""A group that is misspelt, and a method that is taken for one: the error names what was meant."""

import inspect
import pickle

import pytest

import wolkvox_async
from tests.support.commands import TOKEN
from wolkvox_async import Fleet, MemoryStore, Operation, Wolkvox, sync
from wolkvox_async.misnamed import OF_FLEET

OPERATION = Operation(name="sales-co", server="0099", tokens=[TOKEN], licences=1, tz="America/Bogota")


def clients(package):
    return package.Wolkvox(OPERATION, store=MemoryStore()), package.Fleet([OPERATION], store=MemoryStore())


@pytest.mark.parametrize("package", [wolkvox_async, sync], ids=["async", "sync"])
@pytest.mark.parametrize(
    ("get", "said"),
    [
        (lambda wolkvox, _: wolkvox.repots, "Wolkvox has no 'repots'; did you mean 'reports'?"),
        (lambda wolkvox, _: wolkvox.realtime, "Wolkvox has no 'realtime'; did you mean 'real_time'?"),
        (lambda wolkvox, _: wolkvox.qota, "Wolkvox has no 'qota'; did you mean 'quota'?"),
        (lambda wolkvox, _: wolkvox.xyzzy, "Wolkvox has no 'xyzzy'"),
        (
            lambda wolkvox, _: wolkvox.report.cdr_1,
            "Wolkvox.report is a method and has no 'cdr_1'; did you mean wolkvox.reports.cdr_1?",
        ),
        (
            lambda _, fleet: fleet.campaign.detail,
            "Fleet has no 'campaign'; the client of an operation has it: fleet[NAME].campaign",
        ),
        (
            lambda _, fleet: fleet.campain,
            "Fleet has no 'campain'; the client of an operation has it: fleet[NAME].campaign",
        ),
        (
            lambda _, fleet: fleet.reports.cdr_1,
            "Fleet.reports is a method and has no 'cdr_1'; did you mean fleet[NAME].reports.cdr_1?",
        ),
        (lambda _, fleet: fleet.report, "Fleet has no 'report'; did you mean 'reports'?"),
        (lambda _, fleet: fleet.xyzzy, "Fleet has no 'xyzzy'"),
        (
            lambda wolkvox, _: wolkvox.export,
            "Wolkvox has no 'export'; exports are the fleet's: Fleet([operation]).export(…)",
        ),
        (lambda wolkvox, _: wolkvox.load, "Wolkvox has no 'load'; loads are the fleet's: Fleet([operation]).load(…)"),
        (
            lambda wolkvox, _: wolkvox.follow,
            "Wolkvox has no 'follow'; following is the fleet's: Fleet([operation]).follow(…)",
        ),
        (lambda wolkvox, _: wolkvox.reports.cdr1, "Reports has no 'cdr1'; did you mean 'cdr_1'?"),
        (lambda wolkvox, _: wolkvox.real_time.agentes, "RealTime has no 'agentes'; did you mean 'agents'?"),
        (lambda wolkvox, _: wolkvox.reports.xyzzy, "Reports has no 'xyzzy'"),
    ],
)
def test_the_error_names_what_was_meant(package, get, said):
    with pytest.raises(AttributeError) as caught:
        get(*clients(package))
    assert str(caught.value) == said


@pytest.mark.parametrize("cls", [Wolkvox, sync.Wolkvox])
def test_a_method_that_is_taken_for_a_group_is_a_method_like_others(cls):
    report = cls(OPERATION, store=MemoryStore()).report
    assert list(inspect.signature(report).parameters) == ["name", "start", "end", "by", "given"]
    assert list(inspect.signature(cls.report).parameters)[:2] == ["self", "name"]
    assert inspect.getdoc(report) == inspect.getdoc(cls.report)
    assert inspect.getdoc(report).startswith("Return the report of an endpoint by its name.")
    assert (report.__name__, report.__self__.operation) == ("report", OPERATION)
    assert "method" in repr(report)
    assert inspect.isfunction(cls.report)


@pytest.mark.parametrize("package", [wolkvox_async, sync], ids=["async", "sync"])
def test_what_is_named_as_the_fleets_is_the_fleets_alone(package):
    for name in OF_FLEET:
        assert callable(getattr(package.Fleet, name))
        assert not hasattr(package.Wolkvox, name)


def test_an_error_within_a_group_is_not_taken_for_a_missing_one(monkeypatch):
    class Broken(Wolkvox):
        @property
        def speech(self):
            return self.operation.nothing

    with pytest.raises(AttributeError, match="'Operation' object has no attribute 'nothing'"):
        _ = Broken(OPERATION, store=MemoryStore()).speech


def test_what_python_itself_looks_for_is_as_it_was():
    fleet = Fleet([OPERATION], store=MemoryStore())
    assert not hasattr(fleet, "__array__")
    assert not hasattr(fleet, "_repr_html_")
    with pytest.raises(AttributeError, match="'Fleet' object has no attribute '_hidden'"):
        _ = fleet._hidden
    with pytest.raises(TypeError):
        pickle.dumps(fleet)
