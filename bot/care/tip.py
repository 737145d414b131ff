"""A tip: one small thing to try, with what it suits, what rules it out, and what is known about it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.care.needs import Circumstance, Need


class Label(StrEnum):
    """The tradition that a tip comes from."""

    CBT = "cbt"
    DBT = "dbt"
    ACT = "act"
    MINDFULNESS = "mindfulness"
    SELF_COMPASSION = "self_compassion"
    HUMANISTIC = "humanistic"
    INSIGHT = "insight"
    POSITIVE = "positive"
    BODY = "body"
    GROUNDING = "grounding"
    LIFESTYLE = "lifestyle"
    SOCIAL = "social"
    SLEEP = "sleep"


class Evidence(StrEnum):
    """How much is known about a tip; effects are small even where it is 'strong'."""

    STRONG = "strong"
    """A meta-analysis found an effect."""
    SOME = "some"
    """A meta-analysis found an effect: late, mostly with a guide, or as that of other activities."""
    CONSENSUS = "consensus"
    """Clinicians use it; no study of the tip itself is cited."""


class DayTime(StrEnum):
    """A part of the person's own day."""

    ANY = "any"
    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"


class Trait(StrEnum):
    """What a tip asks of a person or does to them; the safety rules speak of these."""

    CALMING = "calming"
    """Lowers arousal."""
    FIRST = "first"
    """Right even at the lowest times, before anything else."""
    INWARD = "inward"
    """Turns attention to the breath, the body or what is felt."""
    THINKING = "thinking"
    """Asks for thinking something through."""
    REAPPRAISAL = "reappraisal"
    """Asks for seeing what happened in another light."""
    GRATITUDE = "gratitude"
    """Looks for what is good."""
    WRITING = "writing"
    """Asks for writing about what hurts."""
    MOVING = "moving"
    """Moves the body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """One small thing to try; the texts are English and are translated when they are shown."""

    id: str
    title: str
    minutes: int
    steps: tuple[str, ...]
    short: str
    """A version of at most two minutes, or ''."""
    label: Label
    suits: frozenset[Need]
    times: frozenset[DayTime]
    traits: frozenset[Trait]
    not_for: frozenset[Circumstance]
    caution: str
    evidence: Evidence
    evidence_words: str
    source: str
    reviewer: str
    reviewed_on: str
    """An ISO date, or '' as long as no clinician has read it."""

    def texts(self) -> tuple[str, ...]:
        """Every text of the tip that a person reads and a translator writes."""
        parts = (self.title, *self.steps, self.short, self.caution, self.evidence_words)
        return tuple(part for part in parts if part)
