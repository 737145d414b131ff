"""A local stand-in for Telegram: the Bot API over HTTP, a chat page, and a clock that can be moved."""

from bot.sandbox.errors import PortTakenError, SandboxError
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.server import Address, serve

__all__ = ["Address", "PortTakenError", "Sandbox", "SandboxError", "serve"]
