"""Morning check-in: the night, the energy for the day, and one small thing."""

from bot.authoring import Flow, Note, OfferTip, Rating, when

sleep = Rating(
    "sleep",
    "How did you sleep?",
    low="very badly",
    high="very well",
    between=("badly", "so-so", "well"),
    low_means="tired",
)
energy = Rating(
    "energy",
    "How much energy do you have?",
    low="hardly any",
    high="plenty",
    between=("little", "some", "a good deal"),
    low_means="exhausted",
)
plan = Note("plan", "Is there one small thing you would like from today?", optional=True)

FLOW = Flow(
    id="morning",
    title="Morning check-in",
    prompt="every day at 8:00",
    steps=[
        sleep,
        energy,
        when(energy.is_very_low, OfferTip("tip", suits=[energy])),
        plan,
    ],
    thanks="Thank you. Go gently into the day.",
)
