"""The words a flow is written in; a flow imports this module and nothing else."""

from bot.engine.flow import During, Flow
from bot.engine.limits import Limits
from bot.engine.steps import Choice, Note, OfferPeople, OfferTip, Rating, Say, Words, when

__all__ = [
    "Choice",
    "During",
    "Flow",
    "Limits",
    "Note",
    "OfferPeople",
    "OfferTip",
    "Rating",
    "Say",
    "Words",
    "when",
]
