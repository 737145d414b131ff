"""A flow is a file in a folder: found without another edit, and refused with the line to mend."""

from pathlib import Path

import pytest

from bot.registry import BadFlows, load_flows
from flows import daily

SOUND = '''"""A walk."""

from bot.authoring import Flow, Note, Rating, when

mood = Rating("mood", "How are you?", low="bad", high="very good")

FLOW = Flow(
    id="walk",
    title="Walk",
    prompt="every day at 9:00",
    steps=[
        mood,
        when(mood.is_low, Note("why", "Why?")),
    ],
    thanks="Thank you.",
)
'''


def complaints(folder: Path, **files: str) -> list[str]:
    """What is said about these files, without the folder."""
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    with pytest.raises(BadFlows) as caught:
        load_flows(folder=folder)
    return str(caught.value).replace(f"{folder.as_posix()}/", "").splitlines()


def test_the_flows_that_come_along() -> None:
    """They are the modules that anyone imports, listed by the names of their files."""
    registry = load_flows()
    assert registry.order == ("daily", "evening", "morning", "weekly")
    assert registry.get("daily") is daily.FLOW
    assert registry.get("nightly") is None


def test_a_file_is_all_that_a_flow_needs(tmp_path: Path) -> None:
    """It is listed as soon as it lies in the folder; files that begin with _ and others are let be."""
    (tmp_path / "walk.py").write_text(SOUND, encoding="utf-8")
    (tmp_path / "_draft.py").write_text("not Python at all", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not Python at all", encoding="utf-8")
    assert load_flows(folder=tmp_path).order == ("walk",)
    (tmp_path / "another.py").write_text(SOUND.replace('"walk"', '"another"'), encoding="utf-8")
    assert load_flows(folder=tmp_path).order == ("another", "walk")


def test_an_edit_counts_at_once(tmp_path: Path) -> None:
    """A folder is read anew each time, so an author sees what the file says now."""
    for title in ("Walk", "Stroll"):
        (tmp_path / "walk.py").write_text(SOUND.replace("Walk", title), encoding="utf-8")
        assert load_flows(folder=tmp_path).flows["walk"].title == title


def test_a_package_of_flows_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its files are called by their place in the package."""
    package = tmp_path / "own_flows"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "walk.py").write_text(SOUND.replace('title="Walk"', 'title=""'), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(BadFlows, match=r"^own_flows/walk.py:7: the title is empty; write a few words$"):
        load_flows("own_flows")


def test_a_folder_must_be_there_and_hold_flows(tmp_path: Path) -> None:
    """A bot without flows has nothing to ask."""
    with pytest.raises(BadFlows, match=r"There are no flows in .*: add a file"):
        load_flows(folder=tmp_path)
    with pytest.raises(BadFlows, match=r"There is no folder .*nowhere: name one"):
        load_flows(folder=tmp_path / "nowhere")


def test_a_finding_names_file_line_and_step(tmp_path: Path) -> None:
    """The line is the one on which the step is declared."""
    text = SOUND.replace('"How are you?"', '""').replace('"Why?"', '""')
    assert complaints(tmp_path, walk=text) == [
        "walk.py:5: step 'mood': the text is empty; write a few words",
        "walk.py:13: step 'why': the text is empty; write a few words",
    ]


def test_the_declaration_is_found_among_other_mentions(tmp_path: Path) -> None:
    """A name on a line of its own counts before one that is only mentioned."""
    text = SOUND.replace(
        'Rating("mood", "How are you?"', 'dict(mood="why", why="mood") and Rating(\n    "mood", ""'
    ).replace('Note("why", "Why?")', 'Note(\n    "why",\n    "")')
    assert complaints(tmp_path, walk=text) == [
        "walk.py:5: step 'mood': the text is empty; write a few words",
        "walk.py:15: step 'why': the text is empty; write a few words",
    ]


def test_a_finding_without_a_line_names_the_file(tmp_path: Path) -> None:
    """A name that was put together nowhere stands in quotes."""
    text = SOUND.replace('Rating("mood", "How are you?"', 'Rating("mo" + "od", ""')
    assert complaints(tmp_path, walk=text) == ["walk.py: step 'mood': the text is empty; write a few words"]


@pytest.mark.parametrize(
    "line",
    [
        "import random",
        "from bot.engine.flow import Flow",
        "from bot import authoring",
        "from . import daily",
        "from .authoring import Flow",
        "if True: import os.path as where",
    ],
)
def test_a_flow_imports_authoring_alone(tmp_path: Path, line: str) -> None:
    """Anything else is refused unread, with its line."""
    [complaint] = complaints(tmp_path, walk=SOUND.replace("\nmood =", f"\n{line}\nraise SystemExit\nmood ="))
    assert complaint.startswith("walk.py:5: it imports ")
    assert complaint.endswith(
        "write `from bot.authoring import ...` and nothing else, so that a flow stays data"
    )


def test_a_foreign_import_is_named(tmp_path: Path) -> None:
    """The author sees which of the imports is meant."""
    [complaint] = complaints(tmp_path, walk=f"import random as dice\n{SOUND}")
    assert complaint.startswith("walk.py:1: it imports random as dice; ")


def test_python_that_cannot_be_read(tmp_path: Path) -> None:
    """A forgotten bracket is a finding with a line, not a traceback."""
    [complaint] = complaints(tmp_path, walk=SOUND.replace('"very good")', '"very good"'))
    assert complaint.startswith("walk.py:5: Python cannot read it: '(' was never closed; look for a missing")
    [complaint] = complaints(tmp_path, walk=f"return 1\n{SOUND}")
    assert complaint.startswith("walk.py:1: Python cannot read it: 'return' outside function; ")


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    """A picture under the name of a flow is refused as kindly."""
    (tmp_path / "walk.py").write_bytes(b"\x89PNG\r\n\x00\xff")
    [complaint] = complaints(tmp_path)
    assert "Python cannot read it" in complaint


def test_a_file_that_stops(tmp_path: Path) -> None:
    """The line is the one in the flow, however deep the mistake is noticed."""
    text = SOUND.replace(", when\n", ", When\n")
    [complaint] = complaints(tmp_path, walk=text)
    assert complaint.startswith("walk.py:3: it stops with ImportError: cannot import name 'When'")
    [complaint] = complaints(tmp_path, walk=SOUND.replace('low="bad", ', ""))
    assert complaint.startswith("walk.py:5: it stops with TypeError: ")
    [complaint] = complaints(tmp_path, walk=SOUND.replace("mood.is_low,", "mood.is_low and mood.is_high,"))
    assert complaint.startswith("walk.py:13: it stops with TruthOfCondition: ")


def test_a_file_that_cannot_be_found_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no line of the file was running, the file alone is named."""
    package = tmp_path / "dotted_flows"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "two.words.py").write_text(SOUND, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(BadFlows, match=r"^dotted_flows/two.words.py: it stops with ModuleNotFoundError"):
        load_flows("dotted_flows")


@pytest.mark.parametrize("text", ['"""Nothing yet."""\n', 'FLOW = "walk"\n'])
def test_a_file_without_a_flow(tmp_path: Path, text: str) -> None:
    """Each file of the folder declares one."""
    assert complaints(tmp_path, walk=text) == ["walk.py: it has no FLOW; end the file with FLOW = Flow(...)"]


def test_a_flow_is_called_like_its_file(tmp_path: Path) -> None:
    """So that whoever knows one name finds the other."""
    assert complaints(tmp_path, stroll=SOUND) == [
        "stroll.py:8: the id is 'walk', unlike the file; write id=\"stroll\", or rename the file"
    ]


def test_two_flows_cannot_share_an_id(tmp_path: Path) -> None:
    """Both files are named, for either can be the one to change."""
    said = complaints(tmp_path, walk=SOUND, stroll=SOUND)
    twins = [line for line in said if "another flow has the id 'walk' too" in line]
    assert [line.partition(":")[0] for line in twins] == ["stroll.py", "walk.py"]


def test_all_files_are_complained_about_at_once(tmp_path: Path) -> None:
    """One bad flow does not hide another, whatever is wrong with it."""
    said = complaints(
        tmp_path,
        broken="(",
        empty="",
        walk=SOUND.replace("9:00", "dawn"),
        stroll=SOUND.replace('"walk"', "7"),
    )
    assert [line.partition(".py")[0] for line in said] == ["broken", "empty", "stroll", "stroll", "walk"]
