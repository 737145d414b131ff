"""Tips: one that suits the moment, and what the person says of it."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.care.choosing import SHORT_VERSION, Moment, choose_tip, is_short, why
from bot.care.safety import Shown, nothing_helps
from bot.care.tip import Tip
from bot.care.told import LOW, Told, told_in
from bot.engine.events import TipWanted
from bot.engine.flow import placed_steps
from bot.engine.scales import band_of
from bot.engine.steps import Rating
from bot.store.queries import hidden_tips, last_entries, offers_since, recent_ratings
from bot.store.tables import TipOffer
from bot.turns.desk import Desk
from bot.turns.record import answers_of
from bot.voice.buttons import long
from bot.voice.message import Message
from bot.voice.questions import View
from bot.voice.tips import enough_tips, no_tip, tip_helped, tip_hidden, tip_message

NOT_AGAIN_WITHIN = timedelta(days=14)
# What was told longer ago says little about now.
STILL_TRUE_FOR = timedelta(hours=24)
RATINGS_LOOKED_AT = 7
ENTRIES_LOOKED_AT = 5
REFUSALS = frozenset({"another", "hidden"})


def command(desk: Desk, _argument: str) -> None:
    """/tip."""
    _offer(desk, _moment(desk, last_told(desk)), edits=None)


def press(desk: Desk, parts: tuple[str, ...]) -> None:
    """Another, shorter, this helped, not for me."""
    offer = desk.db.get(TipOffer, long(parts[1]) or 0) if len(parts) > 1 else None
    mine = offer is not None and offer.person_id == desk.person.id
    tip = desk.house.tips.get(offer.tip) if offer and mine else None
    if parts == ("new",):
        _offer(desk, _moment(desk, last_told(desk)), edits=None)
    elif offer is None or tip is None:
        desk.notice = desk.tr.plain("This button no longer works. /tip brings another.")
    else:
        _take(desk, parts[0], offer, tip)


def offer_in(desk: Desk, view: View, wanted: TipWanted) -> None:
    """The tip that a check-in asked for, suiting the answers that its step names."""
    values = {step.name: view.session.value(step.name) for step in wanted.step.suits}
    told = told_in(wanted.step.suits, values)
    _offer(desk, _moment(desk, told), edits=None)


def _take(desk: Desk, wish: str, offer: TipOffer, tip: Tip) -> None:
    match wish:
        case "another":
            offer.verdict = offer.verdict or "another"
            _another(desk, tip)
        case "shorter":
            _shorten(desk, offer, tip)
        case "helped":
            offer.verdict = "helped"
            desk.answer(tip_helped(desk.tr, tip))
        case "hide":
            offer.verdict = "hidden"
            enough = _is_enough(desk)
            desk.answer(enough_tips(desk.tr, tip) if enough else tip_hidden(desk.tr, tip))
        case _:
            desk.notice = desk.tr.plain("This button no longer works. /tip brings another.")
    desk.db.add(offer)


def _another(desk: Desk, tip: Tip) -> None:
    if _is_enough(desk):
        desk.answer(enough_tips(desk.tr))
    else:
        _offer(desk, _moment(desk, last_told(desk), besides=tip), edits=desk.message_id)


def _is_enough(desk: Desk) -> bool:
    """Whether the tips of this sitting, the one just refused included, were refused twice running."""
    desk.db.flush()  # the verdict just given counts
    offers = offers_since(desk.db, desk.person.id, desk.now - NOT_AGAIN_WITHIN)
    shown = [Shown(at=offer.offered_at, is_refused=offer.verdict in REFUSALS) for offer in offers]
    return nothing_helps(shown, desk.now)


def _shorten(desk: Desk, offer: TipOffer, tip: Tip) -> None:
    """The tip's own short version, or else a shorter tip."""
    if tip.short:
        desk.answer(tip_message(desk.tr, tip, offer.id, None, brief=True))
        return
    moment = _moment(desk, last_told(desk), besides=tip)
    _offer(desk, replace(moment, at_most=max(SHORT_VERSION, tip.minutes - 1)), edits=desk.message_id)


def _offer(desk: Desk, moment: Moment, *, edits: int | None) -> None:
    tip = choose_tip(desk.house.tips, moment, draw=desk.house.draw)
    message = no_tip(desk.tr) if tip is None else _offered(desk, tip, moment)
    desk.send(message, edits=edits)


def _offered(desk: Desk, tip: Tip, moment: Moment) -> Message:
    offer = TipOffer(id=desk.new_id(), person_id=desk.person.id, tip=tip.id, offered_at=desk.now)
    desk.db.add(offer)
    return tip_message(desk.tr, tip, offer.id, why(tip, moment), brief=is_short(tip, moment))


def _moment(desk: Desk, told: Told, *, besides: Tip | None = None) -> Moment:
    offers = offers_since(desk.db, desk.person.id, desk.now - NOT_AGAIN_WITHIN)
    recent = {offer.tip for offer in offers} | ({besides.id} if besides else set())
    return Moment(
        band=told.band,
        words=told.words,
        unsaid=told.unsaid,
        hour=desk.now.astimezone(desk.zone).hour,
        lows_in_a_row=_lows_in_a_row(desk),
        hidden=hidden_tips(desk.db, desk.person.id),
        recent=frozenset(recent),
        at_most=None,
    )


def last_told(desk: Desk) -> Told:
    """The last mood, and the words of the last entry, as long as they are of today."""
    since = desk.now - STILL_TRUE_FOR
    ratings = recent_ratings(desk.db, desk.person.id, _moods(desk), 1)
    band = band_of(ratings[0].score) if ratings and ratings[0].told_at >= since else None
    return Told(band=band, words=_last_words(desk, since))


def _last_words(desk: Desk, since: datetime) -> tuple[str, ...]:
    """The feelings of the last entry that names any."""
    for entry in last_entries(desk.db, desk.person.id, ENTRIES_LOOKED_AT):
        stored = answers_of(desk, entry).values() if entry.begun_at >= since else ()
        words = tuple(word for answer in stored if isinstance(answer, dict) for word in answer["words"])
        if words:
            return words
    return ()


def _lows_in_a_row(desk: Desk) -> int:
    ratings = recent_ratings(desk.db, desk.person.id, _moods(desk), RATINGS_LOOKED_AT)
    low = [band_of(rating.score) in LOW for rating in ratings]
    return low.index(False) if False in low else len(low)


def _moods(desk: Desk) -> frozenset[str]:
    """The names of the ratings that speak of mood."""
    steps = (
        placed.step for flow in desk.house.registry.flows.values() for placed in placed_steps(flow.steps)
    )
    return frozenset(step.name for step in steps if isinstance(step, Rating) and step.low_means is None)
