"""Certificates with a value of another type, or too many or too few of them, anywhere: a reason is given.

The checker must see it itself, in words: an exception of the interpreter would be turned into a rejection
too, but only where the value happens to be used.
"""

from __future__ import annotations

import pytest
from certificate_samples import SAMPLES, changed, places, sample, value_at, verdict

WRONG = (None, True, "", [], {}, ["x"], {"x": "1"})
FIRST = {name.split()[0]: name for name in reversed(SAMPLES)}
"""Certificates of one spec are about the same system, but for its laws."""


def others(old):
    """Values of other types than the old one, and lists of another length."""
    yield from (new for new in WRONG if type(new) is not type(old))
    if isinstance(old, list):
        yield from (old[1:], old[:-1], [*old, *old[-1:]], [*old, None])
    if isinstance(old, str):
        yield "³"


@pytest.mark.parametrize("name", SAMPLES)
def test_a_reason_is_given_for_what_is_malformed(name):
    content = sample(name)
    for at in places(content):
        if at[:1] == ("system",) and at[1:2] not in (("laws",), ("sets",)) and name not in FIRST.values():
            continue
        for new in others(value_at(content, at)):
            found = verdict(changed(content, at, new))
            assert found is None or "broke off" not in found, (at, new)
