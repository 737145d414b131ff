"""Failures made on purpose, so that a bot can be tested against a Telegram that has a bad day."""

from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from bot.sandbox.clock import Clock
from bot.sandbox.errors import ControlError, Refusal, bad_request, refuse, too_many_requests
from bot.sandbox.parameters import Parameters
from bot.sandbox.records import Json

Kind = Literal["500", "502", "429", "403", "400", "drop-before", "drop-after", "delay"]


@dataclass(slots=True, kw_only=True)
class Fault:
    """What fails, how, and how many times more; empty `method` or `chat` stand for all.

    `retry_after` None is a 429 that does not say how long. A delay lasts `seconds` of the sandbox's clock.
    """

    kind: Kind
    times: int = 1
    method: str = ""
    chat: str = ""
    retry_after: int | None = 1
    seconds: float = 0.0
    description: str = ""

    def refusal(self) -> Refusal | None:
        """The refusal this fault answers with; None for drops and delays."""
        match self.kind:
            case "500":
                return refuse(500, self.description or "restart")
            case "502":
                return refuse(502, self.description)
            case "429":
                return too_many_requests(self.retry_after)
            case "403":
                return refuse(403, self.description or "bot was blocked by the user")
            case "400":
                return bad_request(self.description or "chat not found")
            case _:
                return None


def read_fault(body: Json) -> Fault:
    """Read a fault as the control API takes it."""
    if body.get("kind") not in get_args(Kind):
        raise ControlError(f"A fault needs a kind, one of: {', '.join(get_args(Kind))}.")
    known = {"kind", "times", "method", "chat", "retry_after", "seconds", "description"}
    if body.keys() - known:
        raise ControlError(f"A fault knows only: {', '.join(sorted(known))}.")
    named: dict[str, Any] = {**body}
    named["method"] = str(body.get("method", "")).lower()
    named["chat"] = str(body.get("chat", ""))
    return Fault(**named)


@dataclass(slots=True, kw_only=True)
class Faults:
    """The faults still to come, and the rate per chat when it is switched on.

    `per_second` 0 means no limit; `burst` messages go through at once before it is felt.
    """

    clock: Clock
    waiting: list[Fault] = field(default_factory=list)
    per_second: float = 0.0
    burst: float = 1.0
    _tokens: dict[str, tuple[float, float]] = field(default_factory=dict)

    def next(self, method: str, parameters: Parameters) -> Fault | None:
        """Take the first fault that is meant for this call, and count it."""
        chat = parameters.text("chat_id")
        for fault in self.waiting:
            if fault.method in ("", method) and fault.chat in ("", chat):
                fault.times -= 1
                if fault.times < 1:
                    self.waiting.remove(fault)
                return fault
        return None

    def check_rate(self, method: str, parameters: Parameters) -> None:
        """Refuse with 429 what a chat gets too fast; sends and edits share the limit, answers are free."""
        chat = parameters.text("chat_id")
        if not self.per_second or not chat or not method.startswith(("send", "edit")):
            return
        now = self.clock.elapsed()
        tokens, at = self._tokens.get(chat, (self.burst, now))
        tokens = min(self.burst, tokens + (now - at) * self.per_second)
        self._tokens[chat] = (max(0.0, tokens - 1) if tokens >= 1 else tokens, now)
        if tokens < 1:
            raise too_many_requests(max(1, round((1 - tokens) / self.per_second)))

    def set_rate(self, per_second: float, burst: float) -> None:
        """Switch the rate per chat on, or off with 0."""
        self.per_second, self.burst = per_second, max(1.0, burst)
        self._tokens.clear()

    def clear(self) -> None:
        """Let everything succeed again."""
        self.waiting.clear()
        self.set_rate(0.0, 1.0)
