"""From /start to the first check-in; before the agreement nothing is kept but the id."""

from bot.care.people import countries
from bot.engine.rhythm import Rhythm, pack
from bot.schedule.zones import any_zone_at, clock_choices, countries_at, likely_zone, offset_at, zones_for
from bot.store.queries import reminders_of
from bot.turns import checkin
from bot.turns.desk import Desk
from bot.turns.reminding import new_reminder, rhythm_in, set_all_next
from bot.voice import start as voice
from bot.voice.places import clock_rows, country_rows, page_in, page_rows
from bot.voice.rhythm import rhythm_in_words

FIRST_FLOW = "daily"
LAST_MINUTE = 24 * 60
# From which steps one may go back to which.
BACK_FROM = {"clock": ("clock", "country", "city", "time"), "country": ("country", "city", "time")}


def command(desk: Desk, _argument: str) -> None:
    """/start: the beginning, or where the set-up stands, or a greeting to someone who returns."""
    desk.message_id = None
    if desk.person.consented_at is None:
        desk.send(voice.welcome(desk.tr, desk.house.operator))
    elif desk.person.setup is None:
        desk.send(voice.hello_again(desk.tr, desk.house.operator))
    else:
        _ask_next(desk)


def press(desk: Desk, parts: tuple[str, ...]) -> None:
    """A tap on the way; one that comes late is answered with where things stand."""
    person = desk.person
    match parts:
        case ("agree",):
            _agree(desk)
        case ("back", step) if person.setup in BACK_FROM.get(step, ()):
            person.setup = step
        case ("clock", minutes) if person.setup == "clock" and _is_clock(desk, minutes):
            person.clock, person.setup = int(minutes), "country"
        case ("lands", page) if person.setup == "country" and (at := page_in(page)) is not None:
            _ask_any_country(desk, at)
            return
        case ("land", "none") if person.setup == "country":
            person.country, person.setup = None, "time"
            person.zone = any_zone_at(person.clock or 0, desk.now)
        case ("land", country) if person.setup == "country" and country in countries():
            _settle_country(desk, country)
        case ("city", index) if person.setup == "city" and (at := page_in(index)) is not None:
            _settle_city(desk, at)
        case ("time", packed) if person.setup == "time":
            _settle_time(desk, packed)
            return
        case _:
            desk.notice = desk.tr.plain("That is done already. /settings changes it.")
            return
    desk.db.add(person)
    _ask_next(desk)


def _agree(desk: Desk) -> None:
    if desk.person.consented_at is None:
        desk.person.consented_at = desk.now
        desk.person.setup = "clock"
        desk.person.language = desk.tr.code
    elif desk.person.setup is None:
        desk.notice = desk.tr.plain("That is done already. /settings changes it.")


def _ask_next(desk: Desk) -> None:
    """The question at which the set-up stands."""
    match desk.person.setup:
        case "clock":
            guess = offset_at(likely_zone(desk.spoken), desk.now)
            others = clock_rows(desk.tr, desk.now, clock_choices(desk.now), (voice.PREFIX, "clock"))
            desk.answer(voice.ask_clock(desk.tr, desk.now, guess, others))
        case "country":
            _ask_near_country(desk)
        case "city" if len(kinds := _kinds(desk)) > 1:
            desk.answer(voice.ask_city(desk.tr, kinds))
        case "city":  # the clocks parted since the country was chosen
            _settle_country(desk, desk.person.country or "")
            desk.answer(voice.ask_time(desk.tr, desk.person.zone or "UTC"))
        case "time":
            desk.answer(voice.ask_time(desk.tr, desk.person.zone or "UTC"))
        case _:
            pass  # everything is set up


def _ask_near_country(desk: Desk) -> None:
    """The countries whose clock shows what the person said; all others one tap away, by their letters."""
    near = [code for code in countries_at(desk.person.clock or 0, desk.now) if code in countries()]
    if not near:
        _ask_any_country(desk, 0)
        return
    rows = country_rows(desk.tr, near, (voice.PREFIX, "land"), (voice.PREFIX, "lands"))
    others = page_rows(desk.tr, countries(), (voice.PREFIX, "lands"))
    desk.answer(voice.ask_near_country(desk.tr, (*rows, *others)))


def _ask_any_country(desk: Desk, page: int) -> None:
    rows = country_rows(desk.tr, countries(), (voice.PREFIX, "land"), (voice.PREFIX, "lands"), page)
    desk.answer(voice.ask_country(desk.tr, rows))


def _settle_country(desk: Desk, country: str) -> None:
    """The country and the clock together name the zone; a traveller keeps the clock they said."""
    desk.person.country = country
    kinds = _kinds(desk)
    if len(kinds) > 1:
        desk.person.setup = "city"
        return
    desk.person.zone = kinds[0] if kinds else any_zone_at(desk.person.clock or 0, desk.now)
    desk.person.setup = "time"


def _settle_city(desk: Desk, index: int) -> None:
    kinds = _kinds(desk)
    if index < len(kinds):
        desk.person.zone, desk.person.setup = kinds[index], "time"


def _kinds(desk: Desk) -> tuple[str, ...]:
    return zones_for(desk.person.country or "", desk.person.clock or 0, desk.now)


def _settle_time(desk: Desk, packed: str) -> None:
    rhythm = rhythm_in(packed)
    if rhythm is None and packed != "none":
        desk.notice = desk.tr.plain("This button no longer works. /start shows where we are.")
        return
    flow = desk.house.registry.get(FIRST_FLOW) or next(iter(desk.house.registry.flows.values()))
    if rhythm is not None:
        _remind(desk, flow.id, rhythm)
    set_all_next(desk)  # reminders made on the way were on no clock yet
    desk.person.setup = None
    desk.db.add(desk.person)
    words = rhythm_in_words(desk.tr, rhythm) if rhythm else ""
    asked = desk.tr.say("I ask {when}.", when=words) if words else ""
    desk.answer(voice.ready(desk.tr, asked, desk.person.country or "", desk.person.zone or "UTC"))
    desk.message_id = None
    checkin.begin(desk, flow)


def _remind(desk: Desk, flow: str, rhythm: Rhythm) -> None:
    """The reminder of the first flow; one that was made on the way gets these times."""
    known = [one for one in reminders_of(desk.db, desk.person.id) if one.flow == flow]
    row = known[0] if known else new_reminder(desk, flow, rhythm)
    row.rhythm = pack(rhythm)
    desk.db.add(row)
    desk.db.flush()  # the next times are set for all that are stored


def _is_clock(desk: Desk, minutes: str) -> bool:
    is_short = minutes.isascii() and minutes.isdigit() and len(minutes) <= len(str(LAST_MINUTE))
    return is_short and int(minutes) in clock_choices(desk.now)
