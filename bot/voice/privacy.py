"""Who can read what, how long it is kept, and how it is deleted, in plain words."""

from bot.voice.language import Language
from bot.voice.message import Message, paragraphs


def privacy_message(tr: Language, operator: str) -> Message:
    """The page behind /privacy; `operator` may be empty."""
    who = _who(tr, operator)
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
            tr.say(
                "<b>Nobody else.</b> I send nothing anywhere but to Telegram. No ads, and nothing is sold."
            ),
            tr.say("<b>How long.</b> I keep it until it is deleted. Nothing goes by itself."),
            f"<b>{tr.say('Deleting.')}</b> {_deletion(tr, who)}",
        )
    )


def deletion_message(tr: Language, operator: str) -> Message:
    """The answer to 'delete my data'; `operator` may be empty."""
    text = paragraphs(
        _deletion(tr, _who(tr, operator)),
        tr.say("/pause stops the reminders at once. /privacy says what I keep and who can read it."),
    )
    return Message(text=text)


def _who(tr: Language, operator: str) -> str:
    return operator or tr.plain("the person who runs this bot")


def _deletion(tr: Language, who: str) -> str:
    return tr.say(
        "I cannot delete everything by myself. Ask {who} to do it. A note sent outside a check-in has"
        " a button that removes it. What you deleted from this chat yourself is gone for your eyes only.",
        who=who,
    )
