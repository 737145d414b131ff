"""Who was told that nothing can be written down, so that nobody hears it over and over."""

from dataclasses import dataclass, field

# Seconds in which a person is told once, however much they send.
ONCE_IN = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """When a person was told (seconds of the event loop), and the newest update that it was said of."""

    at: float
    update_id: int


@dataclass(slots=True, kw_only=True)
class Outage:
    """While the database fails every update comes again and again; a person hears of each at most once."""

    told: dict[int, Told] = field(default_factory=dict)

    def is_news(self, person_id: int, update_id: int, now: float) -> bool:
        """Whether to tell a person about an update that failed; what comes within a minute counts as told."""
        known = self.told.get(person_id)
        if known is not None and update_id <= known.update_id:
            return False
        is_news = known is None or now - known.at >= ONCE_IN
        self.told[person_id] = Told(at=now if known is None or is_news else known.at, update_id=update_id)
        return is_news

    def ends(self, person_id: int, now: float) -> None:
        """An update of this person was committed: after the minute they would be told anew."""
        known = self.told.get(person_id)
        if known is not None and now - known.at >= ONCE_IN:
            del self.told[person_id]
