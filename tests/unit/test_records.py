import pickle
from dataclasses import field

import pytest

from lawdsl.notation.record import changed, record


@record
class Point:
    """A record with a default and a field left out of comparisons."""

    x: int
    y: int = 2
    note: str = field(default="", compare=False, repr=False)
    tags: list = field(default_factory=list)

    def total(self):
        return self.x + self.y


def test_fields_by_position_and_name():
    assert Point(1, tags=[]) == Point(x=1, y=2, note="other", tags=[])
    assert Point(1).tags is not Point(1).tags
    assert Point(1, 3).total() == 4


def test_records_of_different_types_differ():
    @record
    class Other:
        x: int

    @record
    class Another:
        x: int

    assert Other(1) != Another(1)
    assert Other(1) == Other(1)
    assert hash(Other(1)) == hash(Other(1))


@pytest.mark.parametrize("build", [lambda: Point(), lambda: Point(1, 2, "", [], 5), lambda: Point(1, z=3)])
def test_wrong_fields_are_refused(build):
    with pytest.raises(TypeError):
        build()


def test_a_field_given_twice_is_refused():
    with pytest.raises(TypeError):
        Point(1, 2, "", [], x=1)


def test_a_record_does_not_change():
    point = Point(1)
    with pytest.raises(AttributeError):
        point.x = 2
    with pytest.raises(AttributeError):
        del point.x
    with pytest.raises(AttributeError):
        point.other = 2


def test_repr_match_and_change():
    assert repr(Point(1)) == "Point(x=1, y=2, tags=[])"
    match Point(5, 6):
        case Point(x, y):
            assert (x, y) == (5, 6)
    assert changed(Point(1, 3), x=4) == Point(4, 3)
    with pytest.raises(TypeError):
        changed("text", x=4)


def test_records_pickle():
    assert pickle.loads(pickle.dumps(Point(7, 8))) == Point(7, 8)
