"""Errors have typed fields: one that is misspelt is refused, and none is lost where an error is copied."""

import copy
import pickle

import pytest

from wolkvox_async import errors

FACTS = {"row": 1, "field": "tel1", "record": 1, "value": "x", "type": "int", "seconds": 1.0, "failures": {}}
ERRORS = [getattr(errors, name) for name in errors.__all__]


def fields_of(cls):
    return {name for base in cls.__mro__ for name in vars(base).get("__annotations__", ())}


@pytest.mark.parametrize("cls", ERRORS)
def test_a_field_that_an_error_does_not_have_is_refused(cls):
    with pytest.raises(TypeError, match=f"{cls.__name__} has no rwo"):
        cls("what", rwo=1)


@pytest.mark.parametrize("cls", ERRORS)
def test_a_copy_of_an_error_has_all_its_fields(cls):
    facts = {name: value for name, value in FACTS.items() if name in fields_of(cls)}
    error = cls("what happened", advice="what to do", **facts).at(operation="sales-co", endpoint="a.b")
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(twin) is cls
        assert vars(twin) == vars(error)
        assert twin.args == error.args == ("what happened",)
        assert str(twin) == str(error) == "sales-co a.b: what happened; what to do"
