"""Every way through a flow is found, and none that nobody can go."""

import pytest

from bot.authoring import Choice, Flow, Note, Rating, when
from bot.engine.branches import TooManyBranches, branches
from bot.engine.flow import next_step, path
from bot.engine.steps import Step, When
from bot.registry import load_flows
from tests.engine.talk import FLOW, mood, note, wish

FLOWS = [FLOW, *load_flows().flows.values()]


def flow_of(*steps: Step | When) -> Flow:
    """A flow of these steps."""
    return Flow(id="small", title="Small", prompt="every day at 9:00", steps=steps, thanks="Thank you.")


def ways(*steps: Step | When) -> set[tuple[str, ...]]:
    """The names along every way."""
    return {branch.steps for branch in branches(flow_of(*steps))}


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.id)
def test_a_branch_is_the_path_of_its_answers(flow: Flow) -> None:
    """The engine goes exactly the way that the walk foretold, to the end."""
    for branch in branches(flow):
        session = branch.session(flow)
        assert tuple(step.name for step in path(flow, session)) == branch.steps
        assert next_step(flow, session) is None


def test_a_flow_without_conditions_has_one_way() -> None:
    """Answers that nobody looks at do not multiply the ways."""
    assert ways(mood, wish, note) == {("mood", "wish", "note")}


def test_a_rating_has_a_way_for_every_answer_that_matters() -> None:
    """Low, high and in between lead to different steps."""
    low, high = Note("low", "What is hard?"), Note("high", "What is good?")
    found = ways(mood, when(mood.is_low, low), when(mood.is_high, high))
    assert found == {("mood", "low"), ("mood", "high"), ("mood",)}


def test_below_usual_is_a_way_of_its_own() -> None:
    """A good rating can be below the person's usual; the best cannot."""
    lower = Note("lower", "What was different?")
    assert ways(mood, when(mood.is_below_usual & mood.is_high, lower)) == {("mood", "lower"), ("mood",)}
    best = mood.is_below_usual & mood.is_high & ~(mood.is_low | mood.is_very_low)
    assert ("mood", "lower") in ways(mood, when(best, lower))


def test_every_option_is_a_way() -> None:
    """An option that nothing follows from is one too."""
    steps = [Note(option, "And then?") for option in wish.options]
    found = ways(wish, *[when(wish == step.name, step) for step in steps])
    assert found == {("wish", "tip"), ("wish", "people"), ("wish", "nothing")}


def test_a_skip_is_a_way() -> None:
    """An optional choice can be passed over, a needed one cannot."""
    skipped = Note("skipped", "Why not?")
    for optional in (True, False):
        pair = Choice("pair", "Which?", options={"one": "One", "two": "Two"}, optional=optional)
        neither = ~((pair == "one") | (pair == "two"))
        assert (("pair", "skipped") in ways(pair, when(neither, skipped))) is optional


def test_a_choice_without_options_does_not_hide_what_follows() -> None:
    """Its lack of options is one finding; the steps below are not to be blamed."""
    assert ways(Choice("wish", "What now?", options={}), note) == {("wish", "note")}


def test_too_many_ways_are_not_walked() -> None:
    """Thirteen ratings that each decide something make more ways than anyone could try."""
    ratings = [Rating(f"rating{number}", "How is it?", low="bad", high="good") for number in range(13)]
    notes = [when(one.is_low, Note(f"note_{one.name}", "Why?")) for one in ratings]
    with pytest.raises(TooManyBranches, match="fewer questions"):
        branches(flow_of(*ratings, *notes))
