"""What the documents say of flows, people and tips is what the files hold."""

import re
from collections import Counter

from bot.care.people import BEST_BEFORE, Helpline, load_people
from bot.care.tip import Evidence
from bot.care.tips import load_tips
from bot.registry import load_flows
from tests.source import ROOT, blocks, read

NOT_REVIEWED = "not yet reviewed by a clinician"


def readme() -> str:
    """The README in one line, so that a sentence may be wrapped anywhere."""
    return " ".join(read("README.md").split())


def helplines() -> tuple[Helpline, ...]:
    """The helplines that ship."""
    return load_people().helplines


def test_the_example_of_a_flow_is_a_flow() -> None:
    """README shows `flows/daily.py` as it is, word for word."""
    assert blocks("README.md", "python") == [read("flows/daily.py")]


def test_the_readme_names_the_flows() -> None:
    """The flows that ship are the ones that the layout lists."""
    listed = re.search(r"`flows/` \| the check-ins: ([a-z, ]+) \|", read("README.md"))
    assert listed
    assert sorted(listed.group(1).split(", ")) == sorted(load_flows().order)


def test_the_readme_counts_people_right() -> None:
    """Helplines, finders, emergency numbers and countries are as many as in the lists."""
    lists = load_people()
    lands = {line.country for line in lists.helplines}
    finders = {finder.country for finder in lists.finders} - {"INT"}
    assert (
        f"The lists hold {len(lists.helplines)} helplines in {len(lands)} countries,"
        f" {len(lists.finders)} ways to a therapist in {len(finders)} countries or worldwide,"
        f" and {len(lists.emergency)} emergency numbers."
    ) in readme()


def test_the_readme_says_how_sure_the_lines_are() -> None:
    """High and medium confidence are counted, and there is no other."""
    sure = Counter(line.confidence for line in helplines())
    assert sure.keys() == {"high", "medium"}
    assert f"{sure['high']} helplines are well confirmed" in readme()
    assert f"{sure['medium']} rest on one good source" in readme()


def test_the_readme_says_how_old_the_lines_are() -> None:
    """The day on which the lists were put together is the oldest check of any line."""
    oldest = min(line.checked_on for line in helplines())
    assert f"They were put together on {oldest.isoformat()}" in readme()
    assert f"more than {BEST_BEFORE.days} days ago" in readme()


def test_the_guide_to_the_lists_counts_right() -> None:
    """The README beside the lists names the same numbers."""
    lists = load_people()
    guide = read("bot/care/people_data/README.md")
    lands = {line.country for line in lists.helplines}
    assert f"| {len(lists.helplines)} services that listen, in {len(lands)} countries |" in guide
    assert f"| {len(lists.finders)} ways to a therapist" in guide
    assert f"each of the {len(lists.emergency)} countries" in guide
    assert f"put together on {min(line.checked_on for line in lists.helplines).isoformat()}" in guide


def test_the_readme_says_what_is_known_about_the_tips() -> None:
    """Tips are counted by the strength of their evidence."""
    tips = load_tips().values()
    known = Counter(tip.evidence for tip in tips)
    assert f"There are {len(tips)} tips, a file each" in readme()
    assert f"For {known[Evidence.STRONG]} of them a review of many studies found an effect" in readme()
    assert f"for {known[Evidence.SOME]} it found one that came late" in readme()
    assert f"{known[Evidence.CONSENSUS]} are what clinicians use" in readme()


def test_the_readme_says_who_reviewed_the_tips() -> None:
    """As long as no clinician has read a tip, README says so; with the first one this sentence goes."""
    is_reviewed = any(tip.reviewer != NOT_REVIEWED or tip.reviewed_on for tip in load_tips().values())
    assert ("No clinician has reviewed the tips yet" in readme()) is not is_reviewed


def test_what_the_readme_must_not_leave_out() -> None:
    """What this is not, that no number was called, and that effects are small are said plainly."""
    for words in (
        "Not a therapist: it never diagnoses and never treats.",
        "Not for emergencies.",
        "not end-to-end encrypted",
        "**No number was called and no page was opened live.**",
        "may help a little",
    ):
        assert words in readme().replace("*may help a little*", "may help a little")


def test_the_readme_is_short() -> None:
    """It can be read in one sitting."""
    assert len(read("README.md").splitlines()) <= 200
    assert (ROOT / "README.md").stat().st_size < 14_000
