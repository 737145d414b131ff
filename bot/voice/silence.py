"""One message when nothing more is asked, and what may be said to it."""

from bot.voice.language import Language
from bot.voice.message import Message, paragraphs, press

PREFIX = "q"


def beginning(tr: Language) -> Message:
    """From now on nothing is asked; a tap is enough to say how it is, and none is needed."""
    text = paragraphs(
        tr.say("I will be quiet until you write. Nothing is lost, and nothing is expected of you."),
        tr.say("If you like, one tap tells me how it is. /people shows whom you can talk to, at any time."),
    )
    fine, hard = press(tr.plain("I am fine"), PREFIX, "fine"), press(tr.plain("It is hard"), PREFIX, "hard")
    return Message(text=text, rows=((fine, hard), (press(tr.plain("Leave me be"), PREFIX, "leave"),)))


def fine(tr: Language, next_moment: str) -> Message:
    """Someone is well and asked again; `next_moment` is when, empty if nothing asks."""
    coming = (
        tr.say(
            "I ask again {moment}. /pause makes it quiet, /reminders changes the times.", moment=next_moment
        )
        if next_moment
        else tr.say("There are no reminders, so I do not ask by myself. /reminders changes that.")
    )
    return Message(text=paragraphs(tr.say("That is good to hear."), coming))


def hard(tr: Language, next_moment: str) -> Message:
    """Someone has a hard time; the people to talk to stand below."""
    coming = (
        tr.say("I ask again {moment}. If that is too much, /pause makes it quiet.", moment=next_moment)
        if next_moment
        else ""
    )
    text = paragraphs(
        tr.say("Thank you for telling me. I am sorry that it is hard."),
        tr.say("Talking to a person may help; whom you can reach stands below. /tip has something small."),
        coming,
    )
    return Message(text=text)


def left_in_peace(tr: Language) -> Message:
    """Someone wants to be left in peace."""
    text = tr.say("All right. I ask nothing until you come back. Whatever you send me ends the break.")
    return Message(text=text)
