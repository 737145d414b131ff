"""Tips: one that suits, never the same within two weeks, never again once it is hidden."""

from collections import Counter
from datetime import timedelta

import pytest

from bot.care.told import Told
from bot.engine.scales import Band
from bot.store.tables import Person, TipOffer
from bot.store.transaction import Transaction
from bot.turns import tips
from bot.turns.desk import open_desk
from bot.voice.buttons import short
from tests.turns.screens.room import NOON, PERSON, STRANGER
from tests.turns.talk import Talk

LONG_AGO = NOON - timedelta(days=30)


async def shown(talk: Talk) -> list[str]:
    """The tips that were offered, in their order."""
    offers = await talk.rows(TipOffer)
    return [offer.tip for offer in sorted(offers, key=lambda offer: offer.offered_at)]


async def test_a_tip(talk: Talk) -> None:
    """/tip brings one tip, with how long it takes and what can be said of it."""
    await talk.command("tip")
    assert "minute" in talk.last()
    assert talk.labels() == ["Another", "Shorter", "This helped", "Not for me", "Someone to talk to"]
    assert len(await shown(talk)) == 1


async def test_no_tip_twice_within_two_weeks(talk: Talk) -> None:
    """Every offer is another tip, as long as there is one that was not offered for two weeks."""
    for _ in range(20):
        await talk.command("tip")
        talk.room.now += timedelta(minutes=1)
    assert max(Counter(await shown(talk)).values()) == 1


async def test_nothing_fits(talk: Talk) -> None:
    """Where every tip is hidden, the way to a person is shown instead."""
    for number, tip in enumerate(talk.room.house.tips, 1):
        hidden = TipOffer(id=number, person_id=PERSON, tip=tip, offered_at=LONG_AGO, verdict="hidden")
        await talk.room.add(hidden)
    await talk.command("tip")
    assert "nothing more that fits" in talk.last()
    await talk.tap("Someone to talk to")
    assert "People to talk to" in talk.last()


async def test_a_hidden_tip_never_returns(talk: Talk) -> None:
    """'Not for me' holds for good, beyond the two weeks."""
    await talk.command("tip")
    await talk.tap("Not for me")
    (hidden,) = await shown(talk)
    assert "will not come again" in talk.last()
    for _ in range(len(talk.room.house.tips)):
        talk.room.now += timedelta(days=15)
        for _ in range(3):
            await talk.command("tip")
    assert (await shown(talk)).count(hidden) == 1


async def test_another(talk: Talk) -> None:
    """'Another' puts a different tip in the same place, and a verdict given before stands."""
    await talk.command("tip")
    data = next(one for one in talk.data() if one.startswith("t:another"))
    await talk.tap("Another")
    assert len(set(await shown(talk))) == 2
    assert len(talk.texts()) == 1
    await talk.tap("This helped")
    assert "noted it" in talk.last()
    await talk.tap("Another")
    await talk.press(data)
    verdicts = Counter(offer.verdict for offer in await talk.rows(TipOffer))
    assert verdicts == {"another": 1, "helped": 1, None: 2}


async def test_shorter(talk: Talk) -> None:
    """'Shorter' shows the short version of a tip, and else another tip that takes less."""
    kinds = set()
    for number, tip in enumerate(list(talk.room.house.tips.values()), 1):
        await talk.room.add(TipOffer(id=number, person_id=PERSON, tip=tip.id, offered_at=LONG_AGO))
        before = len(await talk.rows(TipOffer))
        await talk.press(f"t:shorter:{short(number)}", 5)
        kinds.add(bool(tip.short))
        if tip.short:
            assert "about 2 minutes" in talk.last()
            assert len(await talk.rows(TipOffer)) == before
        else:
            assert tip.title not in talk.last()
    assert True in kinds


async def test_the_moment_is_of_today(talk: Talk) -> None:
    """The last mood and words count for a day, and the words of the last entry that names any."""
    await talk.command("checkin", "daily")
    await talk.say("1")
    word = next(data for data in talk.data() if ":w:words:+" in data)
    await talk.press(word, talk.message_id)
    await talk.tap("Done")
    await talk.tap("Just noting it")
    await talk.tap("Skip")
    await talk.say("A note on its own")
    told = await told_now(talk)
    assert told.band is Band.VERY_LOW
    assert told.words == (word.rpartition("+")[2],)
    talk.room.now += timedelta(hours=25)
    told = await told_now(talk)
    assert (told.band, told.words) == (None, ())


async def told_now(talk: Talk) -> Told:
    """What the next tip would be chosen by."""

    def work(db: Transaction) -> Told:
        person = db.get(Person, PERSON)
        assert person is not None
        return tips.last_told(open_desk(talk.room.house, db, person, talk.room.now))

    return await talk.room.writer.run(work)


async def test_a_tip_inside_a_checkin(talk: Talk) -> None:
    """A check-in that asks for a tip offers one, and goes on below it."""
    await talk.command("checkin", "daily")
    await talk.tap("\N{SLIGHTLY FROWNING FACE} 2")
    await talk.tap("Skip")
    await talk.tap("Something small to try")
    assert len(await shown(talk)) == 1
    assert "Anything you would like to remember" in talk.last()


async def test_low_energy_names_a_feeling(talk: Talk) -> None:
    """A low rating of something else than mood counts as the feeling that its flow names."""
    await talk.command("checkin", "morning")
    await talk.say("3")
    await talk.say("1")
    assert len(await shown(talk)) == 1


async def test_people_inside_a_checkin(talk: Talk) -> None:
    """A check-in that asks for people shows those of the country, and goes on below."""
    await talk.command("checkin", "daily")
    await talk.tap("\N{DISAPPOINTED FACE} 1")
    await talk.tap("Skip")
    await talk.tap("Someone to talk to")
    assert any("People to talk to: United Kingdom" in text for text in talk.texts())
    assert "Anything you would like to remember" in talk.last()


@pytest.mark.parametrize(
    "data",
    ["t", "t:", "t:helped", "t:helped:zzzzzzzzzzzzz", "t:dance:1", "t:new:1", "t:hide:\N{SUPERSCRIPT TWO}"],
)
async def test_forged_verdicts(talk: Talk, data: str) -> None:
    """A button that was never written is answered with a notice, and nothing is hidden."""
    await talk.room.add(
        TipOffer(id=1, person_id=PERSON, tip=next(iter(talk.room.house.tips)), offered_at=LONG_AGO)
    )
    assert "/tip brings another" in (await talk.press(data)).notice
    assert (await talk.row(TipOffer)).verdict is None


async def test_another_persons_tip(talk: Talk) -> None:
    """Nobody gives a verdict on what another person was offered."""
    await talk.room.person(STRANGER)
    await talk.command("tip")
    for data in [data for data in talk.data() if data.startswith("t:")]:
        assert (await talk.press(data, person=STRANGER)).notice
    assert (await talk.row(TipOffer)).verdict is None


async def test_a_tip_that_is_no_more(talk: Talk) -> None:
    """A verdict on a tip that was taken out of the collection changes nothing."""
    await talk.room.add(TipOffer(id=1, person_id=PERSON, tip="gone", offered_at=LONG_AGO))
    assert "/tip brings another" in (await talk.press("t:helped:1")).notice


async def refuse(talk: Talk, *labels: str) -> None:
    """Press these under the newest tip, a minute apart."""
    for label in labels:
        talk.room.now += timedelta(minutes=1)
        await talk.tap(label)


@pytest.mark.parametrize(
    "labels",
    [
        ("Another", "Another"),
        ("Not for me", "Another", "Not for me"),
        ("Another", "Not for me"),
        ("Not for me", "Another", "Another"),
    ],
)
async def test_two_refused_are_enough(talk: Talk, labels: tuple[str, ...]) -> None:
    """After two tips running that were not right no third follows by itself, and people are offered."""
    await talk.command("tip")
    await refuse(talk, *labels)
    assert "I stop suggesting here" in talk.last()
    assert len(await shown(talk)) == 2
    assert [[button.label for button in row] for row in talk.calls[-1].call.message.rows] == [
        ["Someone to talk to"]
    ]
    await talk.tap("Someone to talk to")
    assert "People to talk to" in talk.last()


async def test_a_tip_can_be_asked_for_afterwards(talk: Talk) -> None:
    """/tip brings one all the same, and counting begins anew."""
    await talk.command("tip")
    await refuse(talk, "Another", "Another")
    await talk.command("tip")
    await refuse(talk, "Another")
    assert "minute" in talk.last()
    await refuse(talk, "Another")
    assert "I stop suggesting here" in talk.last()


async def test_what_helped_breaks_the_row(talk: Talk) -> None:
    """Two refused with one between that helped are not two running."""
    await talk.command("tip")
    await refuse(talk, "Another", "This helped", "Another", "Another")
    assert "minute" in talk.last()


async def test_refused_on_different_days(talk: Talk) -> None:
    """What was refused in another sitting does not count."""
    await talk.command("tip")
    await refuse(talk, "Not for me")
    talk.room.now += timedelta(hours=5)
    await talk.command("tip")
    await refuse(talk, "Another")
    assert "minute" in talk.last()
