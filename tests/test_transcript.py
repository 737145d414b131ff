"""A talk as text: it is played from the text alone, and says what is wrong with it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.engine.flow import Flow
from bot.errors import BotError
from bot.registry import load_flows
from bot.transcript import (
    Act,
    BadTranscript,
    Setting,
    Transcript,
    begin,
    find_button,
    go_on,
    in_plain_text,
    label_in_words,
    press,
    read_transcript,
    write_transcript,
)
from bot.voice.message import Button, Message

FLOWS = load_flows().flows
DAILY = FLOWS["daily"]
LABELS = ["1 · very low", "4 · good", "sad", "Done", "Back", "Skip", "Stop here", "Change something"]
TYPED = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(list(FLOWS.values())), st.lists(st.sampled_from(LABELS) | TYPED, max_size=8))
def test_a_written_talk_is_played_again_from_its_text(flow: Flow, wishes: list[str]) -> None:
    """What the person did is read from the text, and leads to the same text."""
    talk, acts = begin(Setting(flow=flow)), list[Act]()
    for wish in wishes:
        is_there = wish in [label_in_words(button) for button in talk.buttons]
        acts.append(Act(text=wish, is_tap=is_there))
        talk = go_on(talk, acts[-1])
    transcript = Transcript(flow=flow.id, acts=tuple(acts))
    text = write_transcript(transcript, flow)
    assert read_transcript(text) == transcript
    assert write_transcript(read_transcript(text), flow) == text


def test_the_past_average_travels_with_the_text() -> None:
    """A talk can start from what the person's days usually are."""
    transcript = Transcript(flow="evening", scale="ten", usual={"day": 75.0, "mood": 12.5})
    text = write_transcript(transcript, FLOWS["evening"])
    assert text.startswith("# flow: evening\n# scale: ten\n# usual: day 75, mood 12.5\n\n")
    assert read_transcript(text) == transcript


@pytest.mark.parametrize(
    "text",
    [
        "",
        "> hello",
        "# flow: daily\n# scale: seven",
        "# flow: daily\n# usual: mood",
        "# flow: d\n# usual: a b",
    ],
)
def test_a_text_without_a_readable_head_says_what_to_write(text: str) -> None:
    """The sentence shows how the line should look."""
    with pytest.raises(BadTranscript, match="write"):
        read_transcript(text)


def test_a_tap_on_a_button_that_is_not_there_names_those_that_are() -> None:
    """So that a transcript can be mended by hand."""
    with pytest.raises(BotError, match=r"'5 · great'.*1 · very low"):
        go_on(begin(Setting(flow=DAILY)), Act(text="5 · great", is_tap=True))
    with pytest.raises(BotError, match=r"\(none\)"):
        find_button(replace(begin(Setting(flow=DAILY)), buttons=()), "x")


def test_a_button_is_found_with_its_sign_and_without() -> None:
    """A face or a tick need not be typed."""
    talk = begin(Setting(flow=DAILY))
    assert find_button(talk, "😞 1 · very low") == find_button(talk, "1 · very low")
    assert label_in_words(Button(label="✓ sad")) == "sad"


def test_a_message_is_read_without_tags() -> None:
    """What was escaped is read as it was meant."""
    assert in_plain_text(Message(text="<b>a</b> &lt;b&gt; &amp; <i>c</i>")) == "a <b> & c"


def test_an_old_button_shows_nothing_and_changes_nothing() -> None:
    """It is no act of this moment."""
    first = begin(Setting(flow=DAILY))
    low = find_button(first, "2 · low")
    talk = press(first, low)
    assert press(talk, low).session == talk.session
    assert press(talk, low).shown == ()
    assert press(talk, Button(label="x", data="c:1:zz")) == talk


def test_buttons_stay_until_others_come() -> None:
    """After three replies that were not understood, those of the question can still be pressed."""
    talk = begin(Setting(flow=DAILY))
    for _ in range(3):
        talk = go_on(talk, Act(text="well, it is complicated"))
    assert [message.rows for message in talk.shown] == [()]
    assert press(talk, find_button(talk, "4 · good")).session.value("mood") is not None


def test_no_button_stays_after_an_end_without_answers() -> None:
    """There is nothing to change."""
    talk = go_on(begin(Setting(flow=DAILY)), Act(text="stop"))
    assert talk.is_over
    assert talk.buttons == ()


def test_the_same_talk_always_shows_the_same_tip() -> None:
    """Chance plays no part in a transcript."""
    acts = [Act(text=text) for text in ("pretty bad", "lonely", "something small to try")]
    transcript = Transcript(flow="daily", acts=tuple(acts))
    texts = {write_transcript(transcript, DAILY) for _ in range(5)}
    assert len(texts) == 1
    assert "You said lonely." in texts.pop()
