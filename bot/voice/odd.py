"""Short human replies to what is not text, to unknown commands, and in groups."""

from bot.voice.language import N_, Language
from bot.voice.message import Message, paragraphs

NOT_TEXT = {
    "sticker": N_("Thank you for the sticker. I can only read words and buttons."),
    "photo": N_(
        "Thank you for the picture. I cannot look at pictures, and I do not keep it. Words reach me."
    ),
    "voice": N_("Thank you for speaking to me. I cannot listen, and I do not keep it. Words reach me."),
    "other": N_("That kind of message does not reach me, and I do not keep it. Words and buttons do."),
}


def not_text(tr: Language, kind: str) -> Message:
    """After a sticker, a picture, a voice message or something else."""
    return Message(text=tr.say(NOT_TEXT.get(kind, NOT_TEXT["other"])))


def unknown_command(tr: Language) -> Message:
    """After a command that does not exist."""
    return Message(text=tr.say("I do not know that command. /help shows what I can do."))


def nothing_to_cancel(tr: Language) -> Message:
    """After /cancel when nothing is open."""
    return Message(text=tr.say("Nothing is open, so there is nothing to stop. /checkin starts a check-in."))


def group(tr: Language) -> Message:
    """In a group, where nobody should tell how they are doing."""
    return Message(
        text=tr.say("I only talk in private, where nobody else reads along. Open a chat with me there.")
    )


def went_wrong(tr: Language) -> Message:
    """After a fault on the bot's side."""
    return Message(
        text=tr.say(
            "Something went wrong on my side. What you noted before is kept. Please try again, or send /help"
            " for people to talk to."
        )
    )


def cannot_note(tr: Language, *, tapped: bool) -> Message:
    """When nothing can be written down: /help cannot answer either, so people are named here."""
    waits = tr.say(
        "I cannot write anything down at the moment, so I cannot answer you yet. What you sent waits for me,"
        " and I take it up as soon as I can. You need not send it again."
    )
    again = tr.say(
        "I cannot write anything down at the moment, so this button does nothing yet. Please tap it again in"
        " a while."
    )
    return Message(
        text=paragraphs(
            again if tapped else waits,
            tr.say("If someone is in danger now, call the emergency number where you are."),
            tr.say(
                "findahelpline.com lists helplines of many countries, and a doctor or someone near you can"
                " help."
            ),
        )
    )


def not_invited(tr: Language) -> Message:
    """To someone who is not on the list of people that this bot is for."""
    return Message(
        text=tr.say(
            "This bot is only for people its operator has let in, and keeps nothing of what you send. If you"
            " need someone to talk to, findahelpline.com lists helplines of many countries."
        )
    )
