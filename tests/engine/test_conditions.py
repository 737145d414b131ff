"""Conditions are true of what is known, and can be taken apart."""

import pytest

from bot.engine.conditions import Condition, Known, TruthOfCondition
from bot.engine.values import Chosen, Rated, Skipped, Value
from tests.engine.talk import mood, wish

LOW, HIGH = Rated(value=2, scale="faces"), Rated(value=4, scale="faces")
TEN_LOW = Rated(value=3, scale="ten")
TIP, PEOPLE = Chosen(option="tip"), Chosen(option="people")


def known(usual: float | None = None, **values: Value) -> Known:
    """What is known after some answers."""
    return Known(values=values, usual={} if usual is None else {"mood": usual})


@pytest.mark.parametrize(
    ("condition", "about", "holds"),
    [
        (mood.is_low, known(mood=LOW), True),
        (mood.is_low, known(mood=TEN_LOW), True),
        (mood.is_low, known(mood=HIGH), False),
        (mood.is_low, known(mood=Skipped()), False),
        (mood.is_low, known(), False),
        (mood.is_very_low, known(mood=LOW), False),
        (mood.is_high, known(mood=HIGH), True),
        (mood.is_high, known(mood=LOW), False),
        (mood.is_below_usual, known(mood=LOW, usual=37.5), True),
        (mood.is_below_usual, known(mood=LOW, usual=37.4), False),
        (mood.is_below_usual, known(mood=LOW), False),
        (mood.is_below_usual, known(mood=Skipped(), usual=90), False),
        (wish == "tip", known(wish=TIP), True),
        (wish == "tip", known(wish=PEOPLE), False),
        (wish == "tip", known(), False),
        (wish != "tip", known(wish=PEOPLE), True),
        (wish != "tip", known(wish=TIP), False),
        (~mood.is_low, known(mood=Skipped()), True),
        (~mood.is_low, known(mood=LOW), False),
        (mood.is_low & (wish == "tip"), known(mood=LOW, wish=TIP), True),
        (mood.is_low & (wish == "tip"), known(mood=LOW, wish=PEOPLE), False),
        (mood.is_low | (wish == "tip"), known(mood=HIGH, wish=TIP), True),
        (mood.is_low | (wish == "tip"), known(mood=HIGH, wish=PEOPLE), False),
    ],
)
def test_a_condition_holds(condition: Condition, about: Known, holds: bool) -> None:  # noqa: FBT001 - a table
    """Each condition is true of exactly the answers that it names."""
    assert condition.holds(about) is holds


def test_a_condition_names_its_steps() -> None:
    """A joined condition looks at the steps of all its parts."""
    parts = [mood.is_low & (wish == "tip"), mood.is_below_usual | (wish == "tip"), ~mood.is_low]
    assert [part.steps() for part in parts] == [{"mood", "wish"}, {"mood", "wish"}, {"mood"}]


def test_python_words_cannot_join_conditions() -> None:
    """`and`, `or` and `not` would silently drop a half of the condition, so they are refused."""
    with pytest.raises(TruthOfCondition, match="join conditions with &"):
        bool(mood.is_low)
