"""README and `.env.example` name every setting, with the default that the code has."""

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings, load_settings
from tests.source import ROOT, read, rows

NAMES = [name.upper() for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that this machine happens to set counts as a default."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def written(value: object) -> str:
    """A value as it is written in a `.env` file."""
    match value:
        case SecretStr():
            return value.get_secret_value()
        case frozenset():
            return ",".join(map(str, sorted(value)))
        case _:
            return str(value)


def defaults() -> dict[str, str]:
    """Every setting with its default, in the order of the code."""
    return {name.upper(): written(field.default) for name, field in Settings.model_fields.items()}


def test_the_readme_lists_every_setting() -> None:
    """Names and defaults are those of the code, in the same order; nothing is called 'empty'."""
    listed = {
        cells[0].strip("`"): cells[1].strip("`").replace("empty", "")
        for cells in rows("README.md", "Settings")
    }
    assert list(listed.items()) == list(defaults().items())


def test_the_readme_says_what_a_setting_means() -> None:
    """No row of the table is left without a meaning."""
    assert [cells[0] for cells in rows("README.md", "Settings") if len(cells) != 3 or not cells[2]] == []


def test_the_example_lists_every_setting() -> None:
    """Each setting stands once in `.env.example`, with its default, in the order of the code."""
    lines = re.findall(r"^(\w+)=(.*)$", read(".env.example"), re.MULTILINE)
    assert lines == list(defaults().items())


def test_the_example_can_be_used_as_it_is() -> None:
    """A copy of `.env.example` gives the defaults."""
    assert load_settings(ROOT / ".env.example") == load_settings(env_file=None)


def test_the_example_holds_nothing_but_settings_and_remarks(tmp_path: Path) -> None:
    """A line is a setting, a remark or empty, and a setting that is filled in counts."""
    lines = read(".env.example").splitlines()
    assert [line for line in lines if not re.fullmatch(r"|# .+|\w+=.*", line)] == []
    env_file = tmp_path / ".env"
    env_file.write_text(read(".env.example").replace("\nPORT=8080\n", "\nPORT=9000\n"), encoding="utf-8")
    assert load_settings(env_file).port == 9000


def test_the_forms_of_the_limits_agree() -> None:
    """What `.env.example` and README say of the webhook's secret is what the settings refuse."""
    said = Settings.model_fields["webhook_secret"].description or ""
    length = said.partition(",")[0].partition(" letters")[0]
    assert length == "16 to 256"
    assert f"{length} letters" in read("README.md")
    assert f"{length} letters" in read(".env.example")
