"""A flow and a session, and the pure function that finds the next step."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from bot.engine.conditions import Condition, Known
from bot.engine.limits import Limits
from bot.engine.steps import Choice, Note, OfferPeople, OfferTip, Rating, Say, Step, When, Words
from bot.engine.values import (
    Answer,
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


class During(StrEnum):
    """What a prompt does while another check-in is being answered."""

    WAIT = "wait"
    SKIP = "skip"
    INTERRUPT = "interrupt"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Flow:
    """A check-in conversation. `prompt` says when it is proposed to be asked, as in 'every day at 20:00'."""

    id: str
    title: str
    prompt: str
    steps: Sequence[Step | When]
    thanks: str
    during: During = During.WAIT
    limits: Limits = field(default_factory=Limits)
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One person's way through one flow: the answers by step, and the usual scores known when it began."""

    flow: str
    version: int = 1
    answers: Mapping[str, Answer] = field(default_factory=dict)
    usual: Mapping[str, float] = field(default_factory=dict)

    def value(self, step: str) -> Value | None:
        """What was answered at a step, if anything."""
        answer = self.answers.get(step)
        return answer.value if answer and not answer.open else None

    def with_answer(self, step: str, answer: Answer) -> "Session":
        """The same session with another answer at one step."""
        return replace(self, answers={**self.answers, step: answer})

    def without(self, steps: Sequence[str]) -> "Session":
        """The same session with some answers taken back."""
        return replace(self, answers={name: a for name, a in self.answers.items() if name not in steps})


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A step where it stands in a flow: every one of `conditions` must hold for it to be asked."""

    step: Step
    conditions: tuple[Condition, ...]


def placed_steps(steps: Sequence[Step | When], conditions: tuple[Condition, ...] = ()) -> Iterator[Placed]:
    """All steps from top to bottom, each with the conditions around it."""
    for step in steps:
        if isinstance(step, When):
            yield from placed_steps(step.steps, (*conditions, step.condition))
        else:
            yield Placed(step=step, conditions=conditions)


def fits(step: Step, value: Value) -> bool:
    """Whether `value` can stand at `step`; it cannot if the flow was rewritten while the session ran."""
    match step:
        case Say() | OfferTip() | OfferPeople():
            return isinstance(value, Shown)
        case Choice() if isinstance(value, Chosen):
            return value.option in step.options
        case _:
            kinds = {Rating: Rated, Words: Picked, Choice: Chosen, Note: Written}
            return isinstance(value, kinds[type(step)] | Skipped)


def path(flow: Flow, session: Session) -> list[Step]:
    """The steps whose conditions hold, given the answers that stand on the path before them."""
    on_path: list[Step] = []
    values: dict[str, Value] = {}
    for placed in placed_steps(flow.steps):
        known = Known(values=values, usual=session.usual)
        if all(condition.holds(known) for condition in placed.conditions):
            on_path.append(placed.step)
            value = session.value(placed.step.name)
            if value is not None:
                values[placed.step.name] = value
    return on_path


def next_step(flow: Flow, session: Session) -> Step | None:
    """The first step on the path that is not answered, or None if the session is at its end."""
    return next((step for step in path(flow, session) if session.value(step.name) is None), None)


def session_to_json(session: Session) -> str:
    """A session as JSON text."""
    return json.dumps(
        {
            "flow": session.flow,
            "version": session.version,
            "usual": dict(session.usual),
            "answers": {name: _answer_to_json(answer) for name, answer in session.answers.items()},
        },
        ensure_ascii=False,
    )


def session_from_json(text: str) -> Session:
    """The session that `session_to_json` wrote."""
    data = json.loads(text)
    answers = {name: _answer_from_json(answer) for name, answer in data["answers"].items()}
    return Session(flow=data["flow"], version=data["version"], usual=data["usual"], answers=answers)


def _answer_to_json(answer: Answer) -> dict[str, Any]:
    return {
        "value": value_to_json(answer.value),
        "open": answer.open,
        "misses": answer.misses,
        "typed_in": answer.typed_in,
    }


def _answer_from_json(data: dict[str, Any]) -> Answer:
    value = value_from_json(data["value"])
    # Sessions from before messages were remembered have no `typed_in`.
    return Answer(value=value, open=data["open"], misses=data["misses"], typed_in=data.get("typed_in"))
