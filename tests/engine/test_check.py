"""Each thing that can be wrong with a flow is found, and said in its author's words."""

from typing import Any

import pytest

from bot.authoring import Choice, Flow, Note, OfferTip, Rating, Say, Words, when
from bot.engine.branches import MOST_BRANCHES
from bot.engine.check import Finding, check
from bot.engine.conditions import Chose
from bot.engine.steps import When
from bot.registry import load_flows
from tests.engine.talk import FLOW, mood, note, tip, wish, words

LONG = "x" * 41


def flow_of(*steps: Any, **changed: Any) -> Flow:
    """A flow of these steps, sound in all that is not changed."""
    sound: dict[str, Any] = {
        "id": "small",
        "title": "Small",
        "prompt": "every day at 9:00",
        "steps": list(steps),
        "thanks": "Thank you.",
    }
    return Flow(**(sound | changed))


def rating(**changed: Any) -> Rating:
    """A rating, sound in all that is not changed."""
    sound: dict[str, Any] = {"name": "mood", "text": "How are you?", "low": "bad", "high": "very good"}
    return Rating(**(sound | changed))


def choice(options: Any, name: str = "wish") -> Choice:
    """A choice between options."""
    return Choice(name, "What now?", options=options)


def when_any(condition: Any, *steps: Any) -> When:
    """A `when` as someone could write it whom no type checker watches."""
    return when(condition, *steps)


@pytest.mark.parametrize("flow", [FLOW, *load_flows().flows.values()], ids=lambda flow: flow.id)
def test_a_sound_flow_has_no_findings(flow: Flow) -> None:
    """The flows that come with Daymark can be asked."""
    assert check(flow) == []


FINDINGS: list[tuple[Flow, str | None, str, str]] = [
    # the flow as a whole
    (flow_of(mood, id="Mood Check"), None, "the id 'Mood Check' cannot be used", "lower-case letters"),
    (flow_of(mood, id="x" * 21), None, "cannot be used", "20 characters at most"),
    (flow_of(mood, title=" "), None, "the title is empty", "write a few words"),
    (flow_of(mood, title="x" * 61), None, "the title has 61 characters", "shorten it to 60"),
    (flow_of(mood, thanks=""), None, "the thanks is empty", "write a few words"),
    (flow_of(mood, thanks="x" * 1001), None, "the thanks has 1001 characters", "shorten it to 1000"),
    (flow_of(mood, prompt="at dawn"), None, "the prompt cannot be read", "every day, weekdays"),
    (flow_of(Say("hello", "Hello.")), None, "nothing is asked", "add a question"),
    (flow_of(), None, "nothing is asked", "add a question"),
    # names
    (flow_of(mood, rating()), "mood", "there are 2 steps of this name", "give each its own"),
    (flow_of(rating(name="My mood")), "My mood", "the name 'My mood' cannot be used", "lower-case letters"),
    (flow_of(rating(name="m" * 21)), "m" * 21, "cannot be used", "20 characters at most"),
    (flow_of(rating(name="")), "", "the name '' cannot be used", "lower-case letters"),
    # words
    (flow_of(rating(text="")), "mood", "the text is empty", "write a few words"),
    (flow_of(mood, Say("hello", "x" * 1001)), "hello", "the text has 1001 characters", "shorten it to 1000"),
    (flow_of(rating(low="")), "mood", "low is empty", "write a few words"),
    (flow_of(rating(high=" ")), "mood", "high is empty", "write a few words"),
    (flow_of(rating(low=LONG)), "mood", "low has 41 characters", "shorten it to 40"),
    (flow_of(rating(between=("low", "", "good"))), "mood", "word 2 of between is empty", "write a few words"),
    (flow_of(rating(low="Low")), "mood", "low and word 1 of between read the same", "word them apart"),
    (flow_of(Words("words", "Which?", at_most=7)), "words", "at_most is 7", "from 1 to 6"),
    # options
    (flow_of(choice({"tip": "A tip"})), "wish", "it has 1 options", "at least two"),
    (flow_of(choice({})), "wish", "it has 0 options", "at least two"),
    (flow_of(choice({"Yes!": "Yes", "no": "No"})), "wish", "the option 'Yes!' cannot be used", "lower-case"),
    (flow_of(choice({"o" * 21: "Yes", "no": "No"})), "wish", "cannot be used", "20 characters at most"),
    (flow_of(choice({"yes": "", "no": "No"})), "wish", "the label of option 'yes' is empty", "a few words"),
    (
        flow_of(choice({"yes": LONG, "no": "No"})),
        "wish",
        "option 'yes' has 41 characters",
        "shorten it to 40",
    ),
    (flow_of(choice({"yes": "Yes", "yea": "yes "})), "wish", "read the same", "word them apart"),
    # order
    (flow_of(when(mood.is_low, note), mood), "note", "looks at 'mood', which comes later", "above 'note'"),
    (
        flow_of(when(mood.is_low, note)),
        "note",
        "looks at 'mood', which is not in the flow",
        "put 'mood' among",
    ),
    (flow_of(note, when(mood.is_low, mood)), "mood", "which comes later", "move 'mood' above 'mood'"),
    (
        flow_of(wish, when(wish == "cake", note)),
        "note",
        "'wish' has no option 'cake'",
        "tip, people, nothing",
    ),
    (
        flow_of(choice({"a": "A", "b": "B"}, "mood"), when(mood.is_low, note)),
        "note",
        "Choice and not a Rating",
        "",
    ),
    (flow_of(mood, when(Chose(step="mood", option="tip"), note)), "note", "Rating and not a Choice", ""),
    (
        flow_of(Say("mood", "Hm."), note, when(mood.is_below_usual, wish)),
        "wish",
        "is a Say",
        "look at a Rating",
    ),
    (flow_of(words, tip, mood), "tip", "suits names 'mood', which comes later", "move 'mood' above 'tip'"),
    (flow_of(mood, tip), "tip", "suits names 'words', which is not in the flow", "put 'words' among"),
    (flow_of(mood, when(mood.is_low & mood.is_high, note)), "note", "it can never be reached", "loosen them"),
    (
        flow_of(mood, when(mood.is_low, when(mood.is_high, note))),
        "note",
        "it can never be reached",
        "take the",
    ),
    # parts of a kind that has no place there
    (flow_of(mood, title=None), None, "title is not text", "write it in quotes"),
    (flow_of(mood, during="wait"), None, "during is unknown", "During.WAIT"),
    (flow_of(mood, version="2"), None, "version is not a number", "version=2"),
    (flow_of(mood, version=True), None, "version is not a number", "whole number"),
    (flow_of(steps=mood), None, "the steps are not a list", "between [ and ]"),
    (flow_of(mood, "note"), None, "'note' stands among the steps", "write a Rating, Words"),
    (flow_of(mood, [note]), None, "a list stands among the steps", "write a Rating, Words"),
    (flow_of(mood, when_any(mood, note)), None, "when() begins with a Rating", "mood.is_low"),
    (flow_of(mood, when(mood.is_low)), None, "a when() holds no steps", "put steps after its condition"),
    (flow_of(mood, when_any(mood.is_low, "note")), None, "'note' stands among", "write a Rating, Words"),
    (flow_of(rating(name=5)), None, "the name is not text", "in quotes"),
    (flow_of(rating(text=None)), "mood", "the text is not text", "in quotes"),
    (flow_of(rating(low=1)), "mood", "low is not text", "in quotes"),
    (flow_of(rating(low_means=3)), "mood", "low_means is not text", "in quotes"),
    (flow_of(rating(between=("bad", "good"))), "mood", "between is not three words", "so-so"),
    (flow_of(rating(between="low")), "mood", "between is not three words", "so-so"),
    (flow_of(choice(["Yes", "No"])), "wish", "the options are not keys with labels", "options={"),
    (flow_of(choice({1: "Yes", "no": "No"})), "wish", "the option 1 is not text", "in quotes"),
    (flow_of(choice({"yes": None, "no": "No"})), "wish", "option 'yes' is not text", "in quotes"),
    (flow_of(Words("words", "Which?", at_most=0)), "words", "at_most is not a number", "from 1 to 6"),
    (flow_of(mood, OfferTip("tip", suits=mood)), "tip", "suits is not a list", "suits=[mood]"),  # type: ignore[arg-type] # the mistake that is looked for
    (flow_of(mood, OfferTip("tip", suits=["mood"])), "tip", "suits is not a list", "suits=[mood]"),  # type: ignore[list-item] # the mistake that is looked for
]


@pytest.mark.parametrize(("flow", "step", "wrong", "mend"), FINDINGS)
def test_a_finding(flow: Flow, step: str | None, wrong: str, mend: str) -> None:
    """One mistake gives one finding, at its step, with what to do about it."""
    [finding] = check(flow)
    assert (finding.step, finding.flow) == (step, flow.id)
    assert wrong in finding.wrong
    assert mend in finding.mend


def test_what_is_just_short_enough_passes() -> None:
    """The limits themselves are allowed."""
    options = {"o" * 20: "x" * 40, "no": "No"}
    steps = [rating(name="m" * 20, low="x" * 40), choice(options), Words("words", "Which?", at_most=6)]
    assert check(flow_of(*steps, id="i" * 20, title="t" * 60, thanks="x" * 1000)) == []


def test_a_tip_may_suit_a_step_above_it() -> None:
    """Tips look back, as conditions do."""
    assert check(flow_of(mood, words, tip)) == []


def test_every_mistake_is_found_at_once() -> None:
    """An author mends a flow in one go."""
    found = check(flow_of(rating(text=""), choice({}), Note("mood", ""), title=""))
    assert [finding.step for finding in found] == [None, "mood", "mood", "wish", "mood"]


def test_a_mistake_is_said_once() -> None:
    """A condition that looks twice at one missing step is one mistake."""
    lost = when((mood.is_low | mood.is_very_low) & ~mood.is_low, note)
    assert len(check(flow_of(wish, lost))) == 2


def test_a_flow_with_too_many_ways_is_not_walked() -> None:
    """That itself is the finding, instead of a start that takes minutes."""
    ratings = [rating(name=f"rating{number}") for number in range(13)]
    notes = [when(one.is_low, Note(f"note_{one.name}", "Why?")) for one in ratings]
    [finding] = check(flow_of(*ratings, *notes))
    assert finding == Finding(
        flow="small",
        step=None,
        wrong=f"there are more than {MOST_BRANCHES:,} ways through, too many to check",
        mend="let fewer questions decide what follows, or make two flows of it",
    )
