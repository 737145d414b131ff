"""What can become of a slot."""

from enum import StrEnum


class SlotState(StrEnum):
    """The state of a slot; the first three still wait for something, the others are its end."""

    SENT = "sent"
    SNOOZED = "snoozed"
    HELD = "held"
    ANSWERED = "answered"
    ANSWERED_LATE = "answered_late"
    SKIPPED = "skipped"
    MISSED = "missed"
    ALREADY_ANSWERED = "already_answered"
    PAUSED = "paused"
    QUIET = "quiet"
    BOT_WAS_DOWN = "bot_was_down"
    OTHER_CHECKIN = "other_checkin"
    BLOCKED = "blocked"
    NOT_SENT = "not_sent"
    LEFT_IN_PEACE = "left_in_peace"
    """Left out, because the last prompts got no answer."""
    SILENCE = "silence"
    """Instead of it the person was told that nothing more is asked until they write."""


WAITING = (SlotState.SENT, SlotState.SNOOZED, SlotState.HELD)
