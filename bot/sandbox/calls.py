"""The log of Bot API calls, for tests and for the curious; it never holds a token."""

from collections import deque
from dataclasses import dataclass, field

from bot.sandbox.records import Json

_KEPT = 2000


@dataclass(slots=True, kw_only=True)
class CallLog:
    """The newest 2,000 calls; polls that found nothing are left out."""

    calls: deque[Json] = field(default_factory=lambda: deque(maxlen=_KEPT))
    count: int = 0

    def add(self, method: str, parameters: Json, answer: Json, *, injected: bool) -> None:
        """Note a call and how it was answered; `injected` marks a failure made on purpose."""
        if method == "getUpdates" and answer.get("result") == []:
            return
        self.count += 1
        call = {"number": self.count, "method": method, "parameters": parameters, "injected": injected}
        call["status"] = 200 if answer.get("ok") else answer.get("error_code", 0)
        call["error"] = answer.get("description") if not answer.get("ok") else None
        self.calls.append(call)

    def listed(self, *, method: str, since: int) -> list[Json]:
        """The calls after a number, of one method or of all."""
        wanted = method.lower()
        return [
            each for each in self.calls if each["number"] > since and wanted in ("", each["method"].lower())
        ]

    def refused(self) -> list[Json]:
        """The calls that Telegram would have refused; failures made on purpose are not among them."""
        return [each for each in self.calls if each["error"] is not None and not each["injected"]]
