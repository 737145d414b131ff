"""What whoever runs the bot is told in the chat; never about a person."""

from bot.voice.language import N_, Language
from bot.voice.message import Message

TOLD = {
    "late": N_(
        "Prompts are more than five minutes late. /healthz on this bot's port says which part is behind,"
        " and the log says why."
    ),
    "in_time": N_("Prompts are in time again."),
    "unwell": N_(
        "A part of this bot has not worked for ten minutes. It stops now, so that it is started again."
    ),
    "another": N_(
        "Another program takes this bot's updates. This one stops now: stop the other, or give it a token of"
        " its own."
    ),
}


def told_to_operator(tr: Language, news: str) -> Message:
    """One line about the bot itself."""
    return Message(text=tr.say(TOLD[news]))
