"""What the documents point at is there, and they speak of the project alone."""

import re
import tomllib
from itertools import pairwise

import pytest

from tests.source import ROOT, is_ignored, read, rows, texts

DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "bot/care/people_data/README.md")
# Everything that may stand at the top level beside dot files; see "Rooms" in CONTRIBUTING.md.
TOP_LEVEL = frozenset(
    (
        *("bot", "flows", "tests", "pyproject.toml", "README.md", "fly.toml", "Makefile", "Dockerfile"),
        *("LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "requirements.lock", "requirements-dev.lock"),
    )
)
# What a reader has not got: another machine's folders, an index of packages, a tracker.
FOREIGN = {
    "a folder of one machine": r"(?<![\w.~*:/-])/(?:home|root|work|mnt|Users)/\w",
    "a package index": r"pypi\.org|pythonhosted\.org|npmjs\.|--(?:extra-)?index-url|--find[-]links",
    "the number of an issue": r"\bissue #?\d",
}
CHANGES = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")


def links(document: str) -> list[str]:
    """Where a document points, pictures too."""
    text = read(document)
    return re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'<img[^>]*?\bsrc="([^"]+)"', text)


def anchors(document: str) -> set[str]:
    """The places in a document that a link can name."""
    headings = re.findall(
        r"^#+ (.+)$", re.sub(r"```.*?```", "", read(document), flags=re.DOTALL), re.MULTILINE
    )
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_relative_links_lead_somewhere(document: str) -> None:
    """Every file and every heading that a document links to exists."""
    for link in links(document):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / document).parent / path if path else ROOT / document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target.relative_to(ROOT).as_posix()), link


@pytest.mark.parametrize("document", DOCUMENTS)
def test_files_that_are_named_exist(document: str) -> None:
    """A path in a sentence that begins with a folder of the project is one of its files."""
    named = re.findall(r"`((?:bot|flows|tests|\.ci)/[\w./-]*)`", read(document))
    made_up = {"tests/flows/daily/my_case.txt"}
    assert [path for path in named if path not in made_up and not (ROOT / path).exists()] == []


def test_the_picture_has_words() -> None:
    """README shows one picture, and says what is on it."""
    pictures = re.findall(r"<img[^>]*>", read("README.md"))
    assert len(pictures) == 1
    words = re.search(r'\balt="([^"]+)"', pictures[0])
    assert words
    assert len(words.group(1).split()) >= 8


def test_the_top_level_is_small() -> None:
    """Beside what is kept out of the repository, nothing stands there that has no place in the plan."""
    names = {path.name for path in ROOT.iterdir() if not is_ignored(path)}
    assert {name for name in names if not name.startswith(".")} == TOP_LEVEL


def test_the_texts_speak_of_the_project_alone() -> None:
    """No text names a folder of one machine, a package index, or the number of an issue."""
    found = [
        f"{path}:{number} names {what}"
        for path, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        for what, pattern in FOREIGN.items()
        if re.search(pattern, line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("see /" + "home/robin/notes", "a folder of one machine"),
        ("from files.python" + "hosted.org", "a package index"),
        ("as in issue" + " #12", "the number of an issue"),
    ],
)
def test_a_foreign_word_is_found(line: str, what: str) -> None:
    """The search above finds what it looks for."""
    assert [name for name, pattern in FOREIGN.items() if re.search(pattern, line)] == [what]


def test_the_licence_is_there() -> None:
    """MIT, from the authors, as the package says."""
    assert read("LICENSE").startswith("MIT License\n")
    assert "The Daymark authors" in read("LICENSE")
    assert tomllib.loads(read("pyproject.toml"))["project"]["license"] == "MIT"


def test_the_changelog_begins_with_what_is_not_released() -> None:
    """Its first section is for the next version, and holds entries under the usual headings."""
    sections = re.split(r"^## ", read("CHANGELOG.md"), flags=re.MULTILINE)[1:]
    top = sections[0]
    assert top.startswith("[Unreleased]\n")
    headings = re.findall(r"^### (.+)$", top, re.MULTILINE)
    assert headings == [name for name in CHANGES if name in headings]
    assert all(re.search(rf"^### {name}\n\n- ", top, re.MULTILINE) for name in headings)


def test_the_changelog_names_released_versions_in_order() -> None:
    """Each has its number and day, the newest first, and the newest is the version of the package."""
    found = re.findall(
        r"^## \[(\d+)\.(\d+)\.(\d+)\] - \d{4}-\d{2}-\d{2}$", read("CHANGELOG.md"), re.MULTILINE
    )
    assert len(found) + 1 == len(re.findall(r"^## ", read("CHANGELOG.md"), re.MULTILINE))
    versions = [tuple(map(int, version)) for version in found]
    assert all(newer > older for newer, older in pairwise(versions))
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    assert not found or ".".join(found[0]) == version


def test_the_readme_says_who_can_read_what() -> None:
    """Each kind of thing that is kept has a row that names its readers."""
    assert len(rows("README.md", "Who can read what")) >= 5
