"""What the sandbox refuses, in Telegram's words, and what can go wrong with the sandbox itself."""

from typing import Any

_PREFIXES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    421: "Misdirected Request",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


class SandboxError(Exception):
    """The sandbox cannot do what was asked; the message says what to do next."""


class PortTakenError(SandboxError, OSError):
    """Another process listens on the wanted port."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} of this computer is already in use: stop the other process or choose another port."
        )


class ControlError(SandboxError):
    """A call of the control API that makes no sense now; answered with 400 and this sentence."""


class Refusal(SandboxError):
    """An answer with `ok: false`, as Telegram words it."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def lower_first(words: str) -> str:
    """Start in lower case, except for words like MESSAGE_TOO_LONG, which keep their form."""
    if len(words) > 1 and (words[1].isupper() or words[1] == "_"):
        return words
    return words[:1].lower() + words[1:]


def refuse(code: int, words: str = "", **parameters: Any) -> Refusal:
    """Make the refusal with Telegram's prefix for this code in front of the words."""
    prefix = _PREFIXES[code]
    return Refusal(code, f"{prefix}: {lower_first(words)}" if words else prefix, **parameters)


def bad_request(words: str) -> Refusal:
    """Make the refusal of a call that Telegram cannot carry out as it was made."""
    return refuse(400, words)


def too_many_requests(seconds: int | None) -> Refusal:
    """Make the refusal that asks the bot to wait; `seconds`, if told, is carried in the parameters too."""
    if seconds is None:
        return refuse(429)
    return refuse(429, f"retry after {seconds}", retry_after=seconds)
