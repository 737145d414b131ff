"""The Bot API methods; importing this package fills the register in bot.sandbox.call."""

from bot.sandbox.methods import chats, editing, profile, sending, updates

__all__ = ["chats", "editing", "profile", "sending", "updates"]
