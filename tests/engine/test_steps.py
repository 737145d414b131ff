"""Steps carry their words and make conditions."""

from bot.engine.conditions import Chose, Not
from bot.engine.scales import Band
from bot.engine.steps import Choice, When, when
from tests.engine.talk import mood, note, wish


def test_a_rating_has_a_word_for_every_band() -> None:
    """The ends have the words of the question, the middle those in between."""
    assert [mood.word(band) for band in Band] == ["very low", "low", "so-so", "good", "very good"]


def test_a_choice_compared_with_a_key_is_a_condition() -> None:
    """`==` and `!=` read as they are spoken."""
    assert (wish == "tip", wish != "tip") == (
        Chose(step="wish", option="tip"),
        Not(inner=Chose(step="wish", option="tip")),
    )


def test_a_choice_compared_with_anything_else_is_itself() -> None:
    """Two choices are the same only if they are one; the same name is not enough."""
    twin = Choice("wish", wish.text, options=wish.options)
    assert (wish == wish, wish == twin, wish != twin, wish == note) == (True, False, True, False)  # noqa: PLR0124 - its own equality is what is tested
    assert len({wish, twin}) == 2


def test_when_holds_its_steps() -> None:
    """Steps stay in their order behind the condition."""
    held = when(mood.is_low, wish, note)
    assert isinstance(held, When)
    assert [step is one for step, one in zip(held.steps, (wish, note), strict=True)] == [True, True]
