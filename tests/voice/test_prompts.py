"""Prompts: what stands on a lock screen, and the ways to put them off."""

from datetime import UTC, datetime

from bot.engine.events import Asked
from bot.engine.flow import Session, placed_steps
from bot.engine.steps import Rating
from bot.registry import load_flows
from bot.schedule.rules import Delay, Snooze
from bot.voice.language import Language
from bot.voice.prompts import Look, later, prompt
from bot.voice.questions import View, question

EN = Language()
FLOW = load_flows().flows["daily"]
VIEW = View(flow=FLOW, session=Session(flow="daily"), session_id=1, language=EN)
MOOD = next(placed.step for placed in placed_steps(FLOW.steps) if isinstance(placed.step, Rating))
NOW = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


def test_a_prompt_is_the_question_with_a_way_to_put_it_off() -> None:
    """The first tap answers; later and not today stand below."""
    put = question(VIEW, Asked(step=MOOD))
    message = prompt(VIEW, put, 36, Look())
    assert message.text == put.text
    assert message.rows[:-1] == put.rows[:-1]
    assert [button.data for button in message.rows[-1]] == ["p:10:later", "p:10:skip"]


def test_a_discreet_prompt_shows_nothing_of_the_question() -> None:
    """One button opens it."""
    put = question(VIEW, Asked(step=MOOD))
    message = prompt(VIEW, put, 36, Look(discreet=True, can_wait=False))
    assert message.text == "Time for a moment?"
    assert [[button.label for button in row] for row in message.rows] == [["Open"], ["Not today"]]
    assert message.rows[0][0].data == "c:1:n"


def test_a_prompt_that_comes_once_more_says_so() -> None:
    """A gentle line stands above the question, or in place of the discreet one; the buttons are the same."""
    put = question(VIEW, Asked(step=MOOD))
    for discreet in (False, True):
        first = prompt(VIEW, put, 36, Look(discreet=discreet))
        again = prompt(VIEW, put, 36, Look(discreet=discreet, again=True))
        assert "once more" in again.text
        assert "No answer is fine" in again.text or "no answer is fine" in again.text
        assert again.rows == first.rows
        assert ("feeling" in again.text) is not discreet


def test_every_delay_has_its_words_and_the_clock_of_the_evening() -> None:
    """A discreet choice does not say what is put off."""
    choices = [Snooze(delay=delay, at=NOW, window_end=NOW) for delay in Delay]
    message = later(EN, 36, choices, ["18:15", "19:00", "21:00"], discreet=False)
    labels = [row[0].label for row in message.rows]
    assert labels == ["In 15 minutes", "In an hour", "Tonight at 21:00", "Back"]
    assert [row[0].data for row in message.rows] == ["p:10:quarter", "p:10:hour", "p:10:tonight", "p:10:back"]
    assert "ask" not in later(EN, 36, choices, ["18:15", "19:00", "21:00"], discreet=True).text
