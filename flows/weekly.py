"""Weekly look back: the week as a whole, people, rest, and one thing to take along."""

from bot.authoring import Choice, Flow, Note, OfferPeople, OfferTip, Rating, Say, when

week = Rating(
    "week",
    "Taken together, how was your week?",
    low="very hard",
    high="very good",
    between=("hard", "mixed", "good"),
)
hard = Say("hard", "That sounds like a very hard week. Thank you for telling it.")
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
wish = Choice(
    "wish",
    "What would be welcome now?",
    options={"tip": "Something small to try", "people": "Someone to talk to", "nothing": "Just noting it"},
)
keep = Note("keep", "What would you like to remember of this week?", optional=True)

FLOW = Flow(
    id="weekly",
    title="Weekly look back",
    prompt="sunday at 18:00",
    steps=[
        week,
        when(week.is_very_low, hard),
        rest,
        when(rest.is_very_low & ~week.is_low, OfferTip("pause", suits=[rest])),
        people,
        when((people == "no") | week.is_low, wish),
        when(wish == "tip", OfferTip("tip", suits=[week, rest])),
        when(wish == "people", OfferPeople("contacts")),
        keep,
    ],
    thanks="Thank you for looking back. It is noted.",
)
