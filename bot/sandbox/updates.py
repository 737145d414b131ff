"""The queue of updates that wait for the bot, with Telegram's rules for offsets and expiry."""

import asyncio
import secrets
from dataclasses import dataclass, field

from bot.sandbox.bell import Bell
from bot.sandbox.clock import Clock
from bot.sandbox.errors import Refusal, refuse
from bot.sandbox.journal import Journal
from bot.sandbox.records import Json

_DAY = 86_400
_LIFETIMES = {"callback_query": 150}
_OPTIONAL = {"chat_member", "message_reaction", "message_reaction_count"}
KINDS = {
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "message_reaction",
    "message_reaction_count",
}
_FUTURE = 10


@dataclass(slots=True, kw_only=True)
class UpdateQueue:
    """Updates by id, oldest first; each leaves when it is confirmed, delivered or expired."""

    clock: Clock
    journal: Journal
    last_id: int = field(default_factory=lambda: 2_000_000 + secrets.randbelow(998_000_000))
    allowed: list[str] = field(default_factory=list)
    pending: dict[int, Json] = field(default_factory=dict)
    expiry: dict[int, float] = field(default_factory=dict)
    bell: Bell = field(default_factory=Bell)
    _poll: "asyncio.Future[bool] | None" = None

    def wants(self, kind: str) -> bool:
        """Say whether the bot asked for this kind; an empty list means the default kinds."""
        return kind in self.allowed if self.allowed else kind not in _OPTIONAL

    def allow(self, kinds: list[str] | None) -> None:
        """Set the kinds the bot wants; None leaves them, unknown names are ignored."""
        if kinds is not None:
            self.allowed = sorted(KINDS.intersection(kinds))

    def add(self, kind: str, body: Json) -> None:
        """Queue an update, unless the bot did not ask for its kind."""
        if self.wants(kind):
            self.last_id += 1
            self.push({"update_id": self.last_id, kind: body})

    def push(self, update: Json) -> None:
        """Queue an update as it stands, with the id it carries."""
        update_id = update["update_id"]
        kind = next((name for name in update if name != "update_id"), "")
        self.pending[update_id] = update
        self.expiry[update_id] = self.clock.elapsed() + _LIFETIMES.get(kind, _DAY)
        self.journal.put(f"update/{update_id}", {"update": update, "expiry": self.expiry[update_id]})
        self.journal.put("last_update_id", self.last_id)
        self._wake()

    def restore(self, update: Json, expiry: float) -> None:
        """Put back an update that was kept from an earlier run."""
        self.pending[update["update_id"]] = update
        self.expiry[update["update_id"]] = expiry

    def remove(self, update_id: int) -> None:
        """Take away an update that was delivered, confirmed or has expired."""
        if self.pending.pop(update_id, None) is not None:
            del self.expiry[update_id]
            self.journal.put(f"update/{update_id}", None)

    def clear(self) -> None:
        """Drop everything that waits."""
        for update_id in list(self.pending):
            self.remove(update_id)

    def expire(self) -> None:
        """Drop what waited too long: presses after 150 s, the rest after a day."""
        now = self.clock.elapsed()
        for update_id in [each for each, end in self.expiry.items() if end <= now]:
            self.remove(update_id)

    def take(self, offset: int, limit: int) -> list[Json]:
        """Confirm what lies before the offset and give the next updates from there.

        An offset more than ten beyond the newest update is ignored; a negative one keeps only the last.
        """
        self.expire()
        ids = list(self.pending)
        if offset < 0:
            confirmed = ids[:offset]
        elif offset > self.last_id + 1 + _FUTURE:
            confirmed = []
        else:
            confirmed = [each for each in ids if each < offset]
        for update_id in confirmed:
            self.remove(update_id)
        return list(self.pending.values())[:limit]

    async def wait(self, seconds: float) -> None:
        """Wait for an update as the only poller: an older waiting poll is ended with 409."""
        self.end_poll(
            refuse(
                409,
                "Terminated by other getUpdates request; make sure that only one bot instance is running",
            )
        )
        poll: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._poll = poll
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None

    @property
    def is_polled(self) -> bool:
        """Say whether a poll waits now."""
        return self._poll is not None

    def end_poll(self, refusal: Refusal) -> None:
        """End the waiting poll, if there is one, with this refusal."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(refusal)

    def close(self) -> None:
        """Let the waiting poll go home empty-handed; the server stops."""
        self.bell.close()
        self._wake()

    def _wake(self) -> None:
        self.bell.ring()
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(True)
