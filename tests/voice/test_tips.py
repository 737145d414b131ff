"""A tip as it is read."""

import pytest

from bot.care.choosing import Reason
from bot.care.needs import Need
from bot.care.tip import Tip
from bot.care.tips import load_tips
from bot.care.wording import harms_in
from bot.voice.language import Language
from bot.voice.tips import enough_tips, no_tip, tip_helped, tip_hidden, tip_message

EN = Language()
TIPS = load_tips()
SAD = Reason(need=Need.SAD, word="sad")


@pytest.mark.parametrize("tip", TIPS.values(), ids=lambda tip: tip.id)
def test_a_tip_tells_what_to_do_how_long_and_what_is_known(tip: Tip) -> None:
    """Each step has its number; caution and evidence are never left out."""
    text = tip_message(EN, tip, 7, SAD).text
    assert [f"{number}. {step}" in text for number, step in enumerate(tip.steps, 1)] == [True] * len(
        tip.steps
    )
    assert all(part in text for part in (tip.title, tip.caution, tip.evidence_words))
    assert "You said sad." in text
    assert ("about a minute" if tip.minutes == 1 else f"about {tip.minutes} minutes") in text


@pytest.mark.parametrize("tip", [tip for tip in TIPS.values() if tip.short], ids=lambda tip: tip.id)
def test_a_short_version_takes_two_minutes(tip: Tip) -> None:
    """It keeps its caution, and cannot be shortened once more."""
    message = tip_message(EN, tip, 7, None, brief=True)
    assert tip.short in message.text
    assert tip.caution in message.text
    assert "about 2 minutes" in message.text
    assert "t:shorter:7" not in [button.data for row in message.rows for button in row]


@pytest.mark.parametrize("reason", [None, Reason(need=Need.SAD, word=None), Reason(need=None, word="gone")])
def test_without_a_known_word_no_reason_is_claimed(reason: Reason | None) -> None:
    """Nothing is said that the person did not say."""
    assert "You said" not in tip_message(EN, TIPS["slow_breathing"], 7, reason).text


def test_a_verdict_is_thanked_and_another_is_near() -> None:
    """'Not for me' needs no reason."""
    tip = TIPS["slow_breathing"]
    for message in (tip_helped(EN, tip), tip_hidden(EN, tip)):
        assert tip.title in message.text
        assert message.rows[0][0].data == "t:new"
        assert message.rows[-1][0].data == "h:show"
    assert no_tip(EN).rows[0][0].data == "h:show"


@pytest.mark.parametrize("tip", TIPS.values(), ids=lambda tip: tip.id)
def test_a_person_is_one_tap_away_from_every_tip(tip: Tip) -> None:
    """The last button of a tip, long or short, leads to people; no row has more than two buttons."""
    for brief in (False, True):
        rows = tip_message(EN, tip, 7, SAD, brief=brief and bool(tip.short)).rows
        assert [button.data for button in rows[-1]] == ["h:show"]
        assert max(len(row) for row in rows) <= 2


def test_the_promise_is_made_once() -> None:
    """'May help a little' stands once in a tip, with what is known about it."""
    assert tip_message(EN, TIPS["slow_breathing"], 7, SAD).text.count("may help a little") == 1


def test_the_words_around_a_tip_do_no_harm() -> None:
    """They keep the rules that tips keep."""
    tip = TIPS["slow_breathing"]
    offered = (tip_message(EN, tip, 7, SAD), tip_helped(EN, tip), tip_hidden(EN, tip))
    for message in (*offered, no_tip(EN), enough_tips(EN), enough_tips(EN, tip)):
        assert harms_in(message.text) == ()
