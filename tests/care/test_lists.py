"""A list of people that could leave someone without help is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.care.data import shipped
from bot.care.people import BadPeople, load_people
from bot.errors import BotError

HELPLINES = """country,service,phone,sms,chat_url,url,hours,languages,audience,cost,source,confidence
GB,Night Line,116 123,,,https://example.org,24/7,English,general,free,operator page,high
"""
FINDERS = """country,name,label,url,cost,format,operator,languages,source,confidence
INT,Find A Helpline,World lines,https://findahelpline.com,free,directory,ThroughLine,many,its pages,high
"""
EMERGENCY = """country,number,who,others,also,from_mobiles,source
GB,999,,police 101; sea rescue 7 or 8,112,,two lists
"""
CHECKED = "checked_on = 2026-11-23\n"
WHOLE = {
    "helplines.csv": HELPLINES,
    "therapist_finders.csv": FINDERS,
    "emergency_numbers.csv": EMERGENCY,
    "checked.toml": CHECKED,
}
Folder = Callable[[dict[str, str]], Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Writes whole lists with some of them replaced."""

    def write(changed: dict[str, str]) -> Path:
        for name, text in (WHOLE | changed).items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_whole_lists_are_read(folder: Folder) -> None:
    """One line of each kind is enough."""
    lists = load_people(folder({}))
    assert [line.service for line in lists.helplines] == ["Night Line"]
    emergency = lists.emergency["GB"]
    assert (emergency.also, emergency.from_mobiles) == ("112", "")
    assert [(other.who, other.number) for other in emergency.others] == [
        ("police", "101"),
        ("sea rescue", "7 or 8"),
    ]


def test_a_later_check_is_kept_with_its_line(folder: Folder) -> None:
    """A line that was checked again carries its own day; one set apart is not for a crisis."""
    entry = 'country = "GB"\nservice = "Night Line"\n'
    checked = f"{CHECKED}[[checked]]\n{entry}checked_on = 2027-02-20\n[[not_for_crisis]]\n{entry}"
    line = load_people(folder({"checked.toml": checked})).helplines[0]
    assert line.checked_on.isoformat() == "2027-02-20"
    assert line.reach.name == "NOT_FOR_CRISIS"


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("helplines.csv", "GB,Night", ",Night", "line 2 has no country"),
        ("helplines.csv", "GB,Night", "UK1,Night", "the country 'UK1'; write two capital letters"),
        ("helplines.csv", "Night Line", "", "has no service"),
        ("helplines.csv", "116 123", "", "has neither phone nor sms nor chat_url"),
        ("helplines.csv", "116 123", "call us", "has a phone that cannot be dialled: 'call us'"),
        ("helplines.csv", "116 123,,", "116 123,soon,", "has a sms that cannot be dialled"),
        ("helplines.csv", "operator page", "", "has no source"),
        ("helplines.csv", ",high", ",sure", "has the confidence 'sure'; write one of high, medium"),
        ("helplines.csv", "https://example.org", "example.org", "write a whole address with https://"),
        ("helplines.csv", ",confidence", ",trust", "has no column 'confidence'"),
        ("helplines.csv", "GB,Night", "FR,Night", "FR has helplines but no emergency number; add it"),
        ("therapist_finders.csv", "its pages", "", "therapist_finders.csv, line 2 has no source"),
        ("therapist_finders.csv", "Find A Helpline", "", "line 2 has no name"),
        ("therapist_finders.csv", "findahelpline.com", "example.org", "put it back, it ends every list"),
        ("emergency_numbers.csv", "GB,999", "GB,", "emergency_numbers.csv, line 2 has no number"),
        ("emergency_numbers.csv", "GB,999", "GB,dial", "has a number that cannot be dialled"),
        ("emergency_numbers.csv", "police 101", "police", "has 'police' in others; write who and a number"),
        ("emergency_numbers.csv", ",112,", ",too,", "has a also that cannot be dialled"),
        ("therapist_finders.csv", "World lines", "", "line 2 has no label"),
        ("therapist_finders.csv", "World lines", "x" * 31, "write one of at most 30 characters"),
        ("emergency_numbers.csv", "two lists", "", "line 2 has no source"),
        ("checked.toml", CHECKED, "", "write checked_on = 2026-01-31"),
        ("checked.toml", "2026-11-23", '"today"', "write checked_on = 2026-01-31"),
        ("checked.toml", "2026-11-23", "soon", "checked.toml is not valid TOML"),
    ],
)
def test_a_bad_line_is_refused(folder: Folder, name: str, old: str, new: str, says: str) -> None:
    """The error names the file, the line, and what to do."""
    assert old in WHOLE[name]
    with pytest.raises(BadPeople) as fault:
        load_people(folder({name: WHOLE[name].replace(old, new)}))
    assert says in str(fault.value)
    assert isinstance(fault.value, BotError)


def test_a_check_of_an_unknown_line_is_refused(folder: Folder) -> None:
    """A misspelt service in the file of checks is found, not passed over."""
    checked = f'{CHECKED}[[not_for_crisis]]\ncountry = "GB"\nservice = "Nite Line"\n'
    with pytest.raises(BadPeople, match="GB has no 'Nite Line'; write the service as the list does"):
        load_people(folder({"checked.toml": checked}))


@pytest.mark.parametrize("name", WHOLE)
def test_a_missing_list_is_named(folder: Folder, name: str) -> None:
    """Without one of its files nothing is loaded."""
    place = folder({})
    (place / name).unlink()
    with pytest.raises(BadPeople, match=f"{name} is missing"):
        load_people(place)


def test_the_readme_counts_what_is_there() -> None:
    """The numbers of services in the lists' own README are those of the lists."""
    lists = load_people()
    readme = shipped("people_data", "README.md").read_text(encoding="utf-8")
    assert f"{len(lists.helplines)} services that listen, in {len(lists.emergency)} countries" in readme
    assert f"{len(lists.finders)} ways to a therapist" in readme
