"""A flow with a step of every kind, and a talk through it that survives a restart before every reply."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.authoring import Choice, Flow, Note, OfferPeople, OfferTip, Rating, Say, Words, when
from bot.engine.events import Asked, Event, NothingChanged
from bot.engine.flow import Session, session_from_json, session_to_json
from bot.engine.reading import Lexicon
from bot.engine.replies import Choose, Rate, Reply, Skip, Typed
from bot.engine.turn import asked, take
from bot.engine.values import Value
from tests.engine.lexicon import SmallLexicon

mood = Rating("mood", "How are you?", low="very low", high="very good")
hard = Say("hard", "That sounds hard.")
words = Words("words", "Which words?", at_most=2, optional=True)
wish = Choice(
    "wish", "What now?", options={"tip": "A small thing", "people": "Someone", "nothing": "Nothing"}
)
tip = OfferTip("tip", suits=[mood, words])
people = OfferPeople("people")
sleep = Rating("sleep", "How was the night?", low="bad", high="very good", optional=True)
rest = Note("rest", "What kept you awake?")
note = Note("note", "Anything else?", optional=True)

FLOW = Flow(
    id="trial",
    title="A trial",
    prompt="every day at 20:00",
    steps=[
        mood,
        when(mood.is_very_low, hard),
        words,
        when(mood.is_low, wish),
        when(wish == "tip", tip),
        when(wish == "people", people),
        sleep,
        when(sleep.is_low, rest),
        note,
    ],
    thanks="Thank you.",
)


@dataclass(slots=True, kw_only=True)
class Talk:
    """One person's talk; each reply meets a session that was just read back from JSON."""

    flow: Flow = FLOW
    session: Session = field(default_factory=lambda: Session(flow=FLOW.id))
    lexicon: Lexicon = field(default_factory=SmallLexicon)

    def reply(self, *replies: Reply) -> Sequence[Event]:
        """Send the replies in turn; the events of the last."""
        events: Sequence[Event] = ()
        for reply in replies:
            self.session = session_from_json(session_to_json(self.session))
            taken = take(self.flow, self.session, reply, self.lexicon)
            self.session, events = taken.session, taken.events
        return events

    def type(self, text: str) -> Sequence[Event]:
        """Type some text; the events that follow."""
        return self.reply(Typed(text=text))

    @property
    def waiting(self) -> str | None:
        """The name of the question that waits for an answer."""
        question = asked(self.flow, self.session)
        return question.name if question else None

    def value(self, step: str) -> Value | None:
        """What stands at a step."""
        return self.session.value(step)


def rate(value: int, step: str = "mood") -> Rate:
    """A tap on one of five faces."""
    return Rate(step=step, value=value, scale="faces")


def choose(option: str, step: str = "wish") -> Choose:
    """A tap on an option."""
    return Choose(step=step, option=option)


def finished(*, face: int = 4) -> Talk:
    """A talk that came to its end: a rating, and a skip wherever one can skip."""
    talk = Talk()
    talk.reply(rate(face))
    while (waiting := talk.waiting) is not None:
        talk.reply(choose("nothing") if waiting == "wish" else Skip(step=waiting))
    return talk


def name_asked(events: Sequence[Event]) -> str | None:
    """The name of the question with which a turn closed."""
    last = events[-1]
    return last.step.name if isinstance(last, Asked) else None


NOTHING = [NothingChanged()]
