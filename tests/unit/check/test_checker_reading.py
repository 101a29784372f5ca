"""What the checker reads, and the reasons that it gives for what it does not."""

from __future__ import annotations

import pytest

from lawdsl.check.reading import (
    MAX_BITS,
    MAX_DEPTH,
    MAX_DIGITS,
    Budget,
    RejectedError,
    bounded,
    canonical,
    fields,
    integer,
    parse,
    rational,
)


def rejected(call, *arguments):
    with pytest.raises(RejectedError) as caught:
        call(*arguments)
    return str(caught.value)


def test_texts_are_ascii():
    assert canonical({"a": "é"}) == '{"a":"\\u00e9"}\n'
    assert parse('{"a":"\\u00e9"}\n') == {"a": "é"}
    assert "canonical" in rejected(parse, '{"a":"é"}\n')
    assert str(RejectedError("é\n")) == "\\xe9\\n"


def test_fields_are_named_in_the_reason():
    assert fields({"b": "1", "a": "2"}, "a", "b") == ("2", "1")
    assert rejected(fields, {"c": "1", "b": "2"}, "a") == "an object has b, c where a are expected"
    assert rejected(fields, [], "a", "b") == "an object with a, b is expected"
    for length, dots in ((79, ""), (80, "..."), (200, "...")):
        reason = rejected(fields, {"x" * length: "1"}, "a")
        assert reason == f"an object has {'x' * min(length, 80)}{dots} where a are expected"


def test_budgets_end():
    budget = Budget(10)
    budget.spend(4)
    budget.spend(6)
    assert budget.left == 0
    assert "operations" in rejected(budget.spend, 1)


def test_numbers_end():
    longest = 2 ** (MAX_BITS - 2)
    assert bounded(longest) == longest
    assert "bits" in rejected(bounded, 2 * longest)
    assert rational("9" * MAX_DIGITS) == 10**MAX_DIGITS - 1
    assert "digits" in rejected(rational, "9" * (MAX_DIGITS + 1))


def test_nesting_ends():
    assert parse("[" * MAX_DEPTH + "]" * MAX_DEPTH + "\n")
    assert "nested" in rejected(parse, "[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2) + "\n")


@pytest.mark.parametrize("text", ["2", "5", "-1", "1/2", "x", "", "3/1", "04", "+3", "3 "])
def test_integers_outside_of_their_bounds(text):
    assert (integer("3", 3, 4), integer("4", 3, 4)) == (3, 4)
    rejected(integer, text, 3, 4)
