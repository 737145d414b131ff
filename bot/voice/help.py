"""Help: a person first, then what the bot can and cannot do."""

from bot.care.people import People
from bot.voice.language import N_, Language
from bot.voice.message import Message, paragraphs, press
from bot.voice.people import PREFIX, choose_country, first_contact, tell_country

# What each command does, in the order of the menu; the names are the same in every language.
COMMANDS = {
    "checkin": N_("Check in now"),
    "tip": N_("Something small to try"),
    "people": N_("Someone to talk to"),
    "reminders": N_("When I ask you"),
    "when": N_("Your next check-ins"),
    "history": N_("What you noted"),
    "pause": N_("Take a break"),
    "settings": N_("Language, clock, country, scale"),
    "privacy": N_("Who can read what"),
    "help": N_("Help, and all commands"),
    "cancel": N_("Stop the check-in you are in"),
    "start": N_("Hello, and what this is"),
}


def help_message(tr: Language, people: People, *, operator: str) -> Message:
    """The page behind /help; who has told no country can do so from here."""
    commands = "\n".join(f"/{name} · {tr.say(text)}" for name, text in COMMANDS.items())
    person = (press(tr.plain("Someone to talk to"), PREFIX, "show"),)
    about = (what_it_is(tr, operator), how_tips_are_chosen(tr), costs_nothing(tr), commands)
    if people.country is not None:
        return Message(text=paragraphs(first_contact(tr, people), *about), rows=(person,))
    text = paragraphs(tell_country(tr), first_contact(tr, people), *about)
    return Message(text=text, rows=((choose_country(tr, "ask"),), person))


def about_message(tr: Language, operator: str) -> Message:
    """The answer to 'are you human?'."""
    rows = ((press(tr.plain("Someone to talk to"), PREFIX, "show"),),)
    return Message(text=paragraphs(what_it_is(tr, operator), tr.say("/help shows what I can do.")), rows=rows)


def notice(tr: Language) -> Message:
    """What this is, in short, to someone who was away for long."""
    text = paragraphs(
        tr.say("Good that you are here. In case it is long ago:"),
        tr.say("I am an automated program: not a person, not a therapist, and not for emergencies."),
    )
    return Message(text=text, rows=((press(tr.plain("Someone to talk to"), PREFIX, "show"),),))


def how_tips_are_chosen(tr: Language) -> str:
    """By which rules a tip is chosen; they stand in `bot/care/choosing.py`."""
    return tr.say(
        "Fixed rules and a little chance choose a tip. They look at your last ratings and words, the time of"
        " day, and tips you saw or hid. Each tip says how well it was tested."
    )


def costs_nothing(tr: Language) -> str:
    """That nothing is sold."""
    return tr.say("I am free. I show no ads and sell nothing, your answers least of all.")


def what_it_is(tr: Language, operator: str) -> str:
    """What this is and is not; shown at the start and in the help."""
    who = (
        tr.say("This bot is run by {operator}.", operator=operator)
        if operator
        else tr.say("Ask the person who gave you this bot who runs it.")
    )
    return "\n".join(
        [
            tr.say("I am an automated program: not a person, not a therapist, not a medical device."),
            tr.say("Nobody reads along, so I am not for emergencies."),
            tr.say("Telegram chats with bots are not end-to-end encrypted."),
            who,
        ]
    )
