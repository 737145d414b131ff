"""The only call of the system clock; everything else is handed `now`."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(slots=True, kw_only=True)
class Clock:
    """The present moment as aware UTC, moved by `ahead` when the sandbox turns the clock."""

    ahead: timedelta = timedelta(0)

    def now(self) -> datetime:
        """The moment that Daymark takes for the present."""
        return self.system_now() + self.ahead

    def system_now(self) -> datetime:
        """The moment by the system clock, which timers run on."""
        return datetime.now(UTC)
