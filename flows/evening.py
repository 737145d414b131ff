"""Evening check-in: how the day was, what was good or hard in it, and how it ends."""

from bot.authoring import Choice, Flow, Note, OfferPeople, OfferTip, Rating, Say, when

day = Rating(
    "day",
    "Looking back, how was today?",
    low="very hard",
    high="very good",
    between=("hard", "mixed", "good"),
)
heavy = Say("heavy", "That sounds like a very hard day. Thank you for telling it.")
lower = Say("lower", "That is lower than your days usually are. It is good that you said it.")
good = Note("good", "What went well, even if it was small?", optional=True)
hard = Note("hard", "What made it hard, in a few words?", optional=True)
wish = Choice(
    "wish",
    "What would be welcome for the rest of the evening?",
    options={"tip": "Something small to try", "people": "Someone to talk to", "nothing": "Just noting it"},
)

FLOW = Flow(
    id="evening",
    title="Evening check-in",
    prompt="every day at 21:30",
    steps=[
        day,
        when(day.is_very_low, heavy),
        when(day.is_below_usual & ~day.is_very_low, lower),
        when(day.is_high, good),
        when(day.is_low, hard, wish),
        when(wish == "tip", OfferTip("tip", suits=[day])),
        when(wish == "people", OfferPeople("people")),
    ],
    thanks="Thank you. That was today, and it is noted.",
)
