"""Who can read what, in plain words."""

from bot.voice.language import Language
from bot.voice.message import Message, paragraphs


def privacy_message(tr: Language, operator: str) -> Message:
    """The page behind /privacy; `operator` may be empty."""
    who = operator or tr.plain("the person who runs this bot")
    return Message(
        text=paragraphs(
            f"<b>{tr.say('Who can read what')}</b>",
            tr.say(
                "<b>Telegram.</b> Chats with bots are not end-to-end encrypted. Everything you and I write"
                " here passes through Telegram, and Telegram can read it."
            ),
            tr.say("<b>Who runs this bot:</b> {who}. What I keep lies in a database there.", who=who),
            tr.say(
                "Ratings, the times of your check-ins, your reminders and your settings stand in it as they"
                " are, so {who} can read them.",
                who=who,
            ),
            tr.say(
                "Your words and notes are encrypted. The key lies beside the database, because I need it to"
                " show them to you. So {who} could read them too, with some effort.",
                who=who,
            ),
            tr.say("<b>Nobody else.</b> I send nothing anywhere but to Telegram. There are no ads."),
            tr.say(
                "<b>Deleting.</b> If you want everything deleted, ask {who}. What you deleted from this chat"
                " yourself is gone for your eyes only.",
                who=who,
            ),
        )
    )
