"""Every distinct way through a flow, found by trying answers that its conditions can tell apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from bot.engine.conditions import BelowUsual, Both, Condition, Either, Known, Not
from bot.engine.flow import Flow, Placed, Session, placed_steps
from bot.engine.scales import FACES, Band
from bot.engine.steps import Choice, Note, OfferPeople, OfferTip, Rating, Say, Step, Words
from bot.engine.values import Answer, Chosen, Picked, Rated, Shown, Skipped, Value, Written
from bot.errors import BotError

MOST_BRANCHES = 5_000
# The highest average there is: every rating that can lie below the usual lies below this one.
HIGHEST_USUAL = 100.0


class TooManyBranches(BotError):
    """A flow has more ways through than can be walked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One way through: the steps in order, and the answers (and past averages) that lead along it."""

    steps: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    usual: Mapping[str, float] = field(default_factory=dict)

    def session(self, flow: Flow) -> Session:
        """The session of someone who has gone this way to its end."""
        answers = {name: Answer(value=value) for name, value in self.values.items()}
        return Session(flow=flow.id, version=flow.version, answers=answers, usual=self.usual)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answered:
    """A value for one step, and the past average that goes with it if one matters."""

    value: Value
    usual: float | None = None


def branches(flow: Flow) -> list[Branch]:
    """One branch for every sequence of steps that answers can lead to. Raises TooManyBranches."""
    placed = list(placed_steps(flow.steps))
    looked_at = [leaf for one in placed for condition in one.conditions for leaf in leaves(condition)]
    answers = {one.step.name: _telling_answers(one.step, looked_at) for one in placed}
    found: dict[tuple[str, ...], Branch] = {}
    for number, branch in enumerate(_walk(placed, answers, Branch())):
        if number == MOST_BRANCHES:
            raise TooManyBranches(
                f"There are more than {MOST_BRANCHES} ways through: let fewer questions decide what follows."
            )
        found.setdefault(branch.steps, branch)
    return list(found.values())


def leaves(condition: Condition) -> Iterator[Condition]:
    """The conditions on a single step that `condition` is made of."""
    match condition:
        case Both() | Either():
            yield from leaves(condition.first)
            yield from leaves(condition.second)
        case Not():
            yield from leaves(condition.inner)
        case _:
            yield condition


def _walk(
    placed: Sequence[Placed], answers: Mapping[str, Sequence[_Answered]], branch: Branch
) -> Iterator[Branch]:
    known = Known(values=branch.values, usual=branch.usual)
    for number, one in enumerate(placed):
        if all(condition.holds(known) for condition in one.conditions):
            for answered in answers[one.step.name]:
                yield from _walk(placed[number + 1 :], answers, _longer(branch, one.step.name, answered))
            return
    yield branch


def _longer(branch: Branch, step: str, answered: _Answered) -> Branch:
    usual = {} if answered.usual is None else {step: answered.usual}
    return Branch(
        steps=(*branch.steps, step),
        values={**branch.values, step: answered.value},
        usual={**branch.usual, **usual},
    )


def _telling_answers(step: Step, looked_at: Sequence[Condition]) -> list[_Answered]:
    """One answer for each way in which the conditions on this step can turn out."""
    on_this = [condition for condition in looked_at if step.name in condition.steps()]
    told_apart: dict[tuple[bool, ...], _Answered] = {}
    for answered in _possible_answers(step, on_this):
        usual = {} if answered.usual is None else {step.name: answered.usual}
        known = Known(values={step.name: answered.value}, usual=usual)
        told_apart.setdefault(tuple(condition.holds(known) for condition in on_this), answered)
    return list(told_apart.values())


def _possible_answers(step: Step, on_this: Sequence[Condition]) -> list[_Answered]:
    """An answer of each kind; the first is the one that stands for all where no condition looks."""
    skipped = [Skipped()] if not isinstance(step, Say | OfferTip | OfferPeople) and step.optional else []
    values: list[Value] = [*_given_answers(step), *skipped] or [Skipped()]
    answers = [_Answered(value=value) for value in values]
    if any(isinstance(condition, BelowUsual) for condition in on_this):
        answers += [_Answered(value=value, usual=HIGHEST_USUAL) for value in values]
    return answers


def _given_answers(step: Step) -> Sequence[Value]:
    match step:
        case Rating():
            return [Rated(value=number, scale=FACES.id) for number, _ in enumerate(Band, start=1)]
        case Words():
            return [Picked(own=("well",))]
        case Choice():
            return [Chosen(option=option) for option in step.options]
        case Note():
            return [Written(text="A note.")]
        case Say() | OfferTip() | OfferPeople():
            return [Shown()]
        case _:
            assert_never(step)
