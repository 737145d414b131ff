"""What is counted while the bot runs: numbers and kinds of events, never content and nobody's id."""

from collections.abc import Mapping
from time import monotonic

from prometheus_client import Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as CONTENT_TYPE

__all__ = ["CONTENT_TYPE"]

# Seconds; a prompt is in time within the first few, and nobody waits for it after some hours.
LATE = (1, 5, 15, 60, 300, 900, 3600, 14400)
QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)

TURNS = Counter("daymark_turns", "Acts of persons that were committed, by kind.", ["kind"])
API_ERRORS = Counter("daymark_api_errors", "Calls to Telegram that failed, by status or kind.", ["kind"])
COMMIT_FAULTS = Counter("daymark_commit_faults", "Transactions that the database did not take.")
LATENESS = Histogram("daymark_prompt_lateness_seconds", "From a due time to its claim.", buckets=LATE)
COMMIT = Histogram("daymark_commit_seconds", "Transactions of the one writer.", buckets=QUICK)
SLOTS = Gauge("daymark_slots", "Due times in the record, by what became of them.", ["state"])
OUTBOX = Gauge("daymark_outbox_depth", "Messages that are committed and not yet taken by Telegram.")


class Pulse:
    """When something last went well, by a clock that nobody moves, and whether it failed since."""

    def __init__(self) -> None:
        self._at = monotonic()
        self.is_failing = False

    def beat(self, *, mends: bool = True) -> None:
        """It went well; unless `mends` is false that also shows that a fault is over."""
        self._at = monotonic()
        self.is_failing = self.is_failing and not mends

    def miss(self) -> None:
        """It failed."""
        self.is_failing = True

    @property
    def age(self) -> float:
        """Seconds since it last went well, or since the start."""
        return monotonic() - self._at


INTAKE, TICKER, DATABASE = Pulse(), Pulse(), Pulse()


def begin() -> None:
    """The bot starts: nothing has failed yet."""
    for pulse in (INTAKE, TICKER, DATABASE):
        pulse.beat()


def page() -> bytes:
    """Everything that was counted, in Prometheus' text format."""
    return generate_latest()


def stand(*, slots: Mapping[str, int], outbox: int) -> None:
    """How the record stands now."""
    SLOTS.clear()
    for state, count in slots.items():
        SLOTS.labels(state=state).set(count)
    OUTBOX.set(outbox)
