"""The daily check-in as the two bots that Daymark is compared with show it: same words, same buttons."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

MOODS = ("1 · very low", "2 · low", "3 · so-so", "4 · good", "5 · very good")
WORDS = (
    "calm content happy hopeful grateful relieved rested proud curious tired unsure mixed".split()  # noqa: SIM905
)
TITLE = "<i>Daily check-in</i>"
QUESTIONS = {
    "mood": "How are you feeling right now?",
    "words": "Which words come closest?\n\nUp to 3. You can also type a word of your own.",
    "note": "Anything you would like to remember about today?\n\nWrite it as a message.",
    "end": "Thank you. It is noted.",
}

Screen = tuple[str, InlineKeyboardMarkup]


def screen(step: str, chosen: str = "") -> Screen:
    """Text and buttons of a step; `chosen` is the word that carries a mark."""
    return f"{TITLE}\n\n<b>{QUESTIONS[step]}</b>", InlineKeyboardMarkup(_rows(step, chosen))


def after(data: str) -> Screen:
    """What follows on a button, whose data is its step and its value."""
    step, _, value = data.partition(":")
    if step == "mood":
        return screen("words")
    if step == "words" and value not in ("Done", "Skip"):
        return screen("words", value)
    return screen("note") if step == "words" else screen("end")


def _rows(step: str, chosen: str) -> list[list[InlineKeyboardButton]]:
    if step == "mood":
        return [[_button(step, mood)] for mood in MOODS] + [[_button(step, "Stop here")]]
    if step == "words":
        marked = [_button(step, word, "✓ " if word == chosen else "") for word in WORDS]
        rows = [marked[at : at + 3] for at in range(0, len(marked), 3)]
        return rows + [[_button(step, label)] for label in ("Done",) * bool(chosen) + ("Skip", "Stop here")]
    return [[_button(step, label)] for label in (("Skip", "Stop here") if step == "note" else ("Change",))]


def _button(step: str, label: str, mark: str = "") -> InlineKeyboardButton:
    return InlineKeyboardButton(mark + label, callback_data=f"{step}:{label}")
