"""The sandbox's clock, which can be moved forward; the only call of the system clock in this room."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


def _system_now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True, kw_only=True)
class Clock:
    """Two times: `now` is the moved one that people see, `system` measures waiting and expiry.

    Expiry follows the system clock, so that moving the clock never loses a press on its way.
    """

    ahead: timedelta = timedelta(0)
    system: Callable[[], datetime] = _system_now

    def now(self) -> datetime:
        """The moment the chat takes for the present, as aware UTC."""
        return self.system() + self.ahead

    def unix(self) -> int:
        """The moved present in whole Unix seconds, as Telegram dates messages."""
        return int(self.now().timestamp())

    def elapsed(self) -> float:
        """The system clock in Unix seconds, for windows and expiry."""
        return self.system().timestamp()
