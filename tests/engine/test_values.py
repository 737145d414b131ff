"""Answers are the same after a journey through JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.scales import SCALES, Band
from bot.engine.values import (
    Chosen,
    Picked,
    Rated,
    Shown,
    Skipped,
    Value,
    Written,
    value_from_json,
    value_to_json,
)

TUPLES = st.lists(st.text(), max_size=3).map(tuple)
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.builds(Rated, value=st.integers(1, 5), scale=st.sampled_from(sorted(SCALES))),
    st.builds(Picked, words=TUPLES, own=TUPLES),
    st.builds(Chosen, option=st.text()),
    st.builds(Written, text=st.text()),
    st.just(Skipped()),
    st.just(Shown()),
)


@given(st.none() | VALUES)
def test_json_round_trip(value: Value | None) -> None:
    """What was written is read back, whatever it is and whatever its words."""
    assert value_from_json(json.loads(json.dumps(value_to_json(value)))) == value


def test_the_order_of_keys_does_not_matter() -> None:
    """A store that sorts keys does no harm."""
    assert value_from_json({"own": [], "words": ["calm"]}) == Picked(words=("calm",))
    assert value_from_json({"scale": "ten", "rated": 7}) == Rated(value=7, scale="ten")


@pytest.mark.parametrize("data", [{}, {"sung": "a song"}])
def test_unknown_json_is_refused(data: dict[str, str]) -> None:
    """What no answer ever was is not taken for one."""
    with pytest.raises(KeyError):
        value_from_json(data)


def test_a_rating_knows_where_it_lies() -> None:
    """Seven of ten scores two thirds and is good."""
    rated = Rated(value=7, scale="ten")
    assert (round(rated.score, 1), rated.band) == (66.7, Band.GOOD)


def test_feelings_are_counted_with_own_words() -> None:
    """Words of the person's own count as much as those of the list."""
    assert len(Picked(words=("calm", "tired"), own=("mellow",))) == 3
