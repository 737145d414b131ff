"""Weekly look back: the week as a whole, people, rest, and one thing to take along."""

from bot.authoring import Choice, Flow, Note, OfferPeople, OfferTip, Rating, when

week = Rating(
    "week",
    "Taken together, how was your week?",
    low="very hard",
    high="very good",
    between=("hard", "mixed", "good"),
)
rest = Rating(
    "rest",
    "Was there enough rest in it?",
    low="hardly any",
    high="plenty",
    between=("little", "some", "enough"),
    low_means="tired",
)
people = Choice(
    "people",
    "Was there someone you could talk to?",
    options={"yes": "Yes", "some": "A little", "no": "Not really"},
)
more = Choice(
    "more",
    "Would it help to see who you could talk to?",
    options={"yes": "Yes, show me", "no": "Not now"},
)
keep = Note("keep", "What would you like to remember of this week?", optional=True)

FLOW = Flow(
    id="weekly",
    title="Weekly look back",
    prompt="sunday at 18:00",
    steps=[
        week,
        rest,
        when(rest.is_very_low, OfferTip("tip", suits=[rest, week])),
        people,
        when((people == "no") | week.is_very_low, more),
        when(more == "yes", OfferPeople("contacts")),
        keep,
    ],
    thanks="Thank you for looking back. It is noted.",
)
