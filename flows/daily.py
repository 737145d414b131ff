"""Daily check-in: one rating, the words for it, and on a hard day something that may help."""

from bot.authoring import Choice, Flow, Note, OfferPeople, OfferTip, Rating, Say, Words, when

mood = Rating("mood", "How are you feeling right now?", low="very low", high="very good")
words = Words("words", "Which words come closest?", at_most=3, optional=True)
hard = Say("hard", "That sounds like a hard moment. Thank you for telling it.")
wish = Choice(
    "wish",
    "What would be welcome now?",
    options={"tip": "Something small to try", "people": "Someone to talk to", "nothing": "Just noting it"},
)
note = Note("note", "Anything you would like to remember about today?", optional=True)

FLOW = Flow(
    id="daily",
    title="Daily check-in",
    prompt="every day at 20:00",
    steps=[
        mood,
        when(mood.is_very_low, hard),
        words,
        when(mood.is_low, wish),
        when(wish == "tip", OfferTip("tip", suits=[mood, words])),
        when(wish == "people", OfferPeople("people")),
        note,
    ],
    thanks="Thank you. It is noted.",
)
