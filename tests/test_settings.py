"""Settings: what is allowed is taken, and a wrong one is named with what was read and what is allowed."""

from pathlib import Path

import pytest

from bot.settings import BadSettings, Settings, load_settings


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the environment that the tests run in counts."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def read(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    """The settings of an environment."""
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return load_settings(env_file=None)


def test_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any setting everything has a value that works on a laptop."""
    settings = read(monkeypatch)
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.database_url == "sqlite+aiosqlite:///data/daymark.db"
    assert settings.daymark_key_file == Path("data/daymark.key")
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.allowed_ids == settings.operator_ids == frozenset()
    assert settings.telegram_bot_token.get_secret_value() == ""
    assert (settings.prompts_per_second, settings.log_level, settings.log_format) == (25, "INFO", "console")


@pytest.mark.parametrize(
    ("text", "ids"),
    [("", set()), ("1", {1}), ("1,2", {1, 2}), (" 1, 2 ,", {1, 2}), ("7,7", {7}), ("  ", set())],
)
def test_ids(monkeypatch: pytest.MonkeyPatch, text: str, ids: set[int]) -> None:
    """Ids are written with commas between."""
    assert read(monkeypatch, ALLOWED_IDS=text).allowed_ids == ids


def test_ids_as_ids() -> None:
    """Ids that are ids already are kept."""
    assert Settings(_env_file=None, operator_ids=frozenset({7})).operator_ids == {7}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("TELEGRAM_API_URL", "http://"),
        ("DATABASE_URL", "data/daymark.db"),
        ("WEBHOOK_URL", "example.org/telegram"),
        ("HOST", ""),
        ("ALLOWED_IDS", "robin"),
        ("OPERATOR_IDS", "1,,2"),
        ("PROMPTS_PER_SECOND", "0"),
        ("PROMPTS_PER_SECOND", "many"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_value(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """A wrong value names the setting, what was read, and what is allowed."""
    with pytest.raises(BadSettings) as refused:
        read(monkeypatch, **{name: value})
    (line,) = str(refused.value).splitlines()
    assert line.startswith(f"{name} is '")
    assert line.split("'")[1] in value
    assert line.partition(": allowed is ")[2]


def test_every_wrong_value_has_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several wrong values are named together."""
    with pytest.raises(BadSettings) as refused:
        read(monkeypatch, PORT="x", LOG_LEVEL="LOUD")
    assert [line.split()[0] for line in str(refused.value).splitlines()] == ["PORT", "LOG_LEVEL"]


@pytest.mark.parametrize("secret", ["short", "with blanks in between", "é" * 20, "a" * 257])
def test_a_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    """A secret that Telegram would not take is refused without being shown."""
    with pytest.raises(BadSettings) as refused:
        read(monkeypatch, WEBHOOK_SECRET=secret)
    assert secret not in str(refused.value)
    assert "WEBHOOK_SECRET is a secret that cannot be used" in str(refused.value)


def test_a_webhook_needs_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address alone is not enough; with a secret both are taken."""
    with pytest.raises(BadSettings, match="WEBHOOK_SECRET is needed"):
        read(monkeypatch, WEBHOOK_URL="https://daymark.example.org")
    settings = read(monkeypatch, WEBHOOK_SECRET="a_long-secret-0123")
    assert settings.webhook_secret.get_secret_value() == "a_long-secret-0123"


def test_secrets_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printed settings show neither token nor key."""
    settings = read(monkeypatch, TELEGRAM_BOT_TOKEN="1:secret", DAYMARK_KEY="secret")
    assert "secret" not in repr(settings).replace("webhook_secret=SecretStr", "")


def test_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of settings is read, others in it are ignored, and the environment comes first."""
    file = tmp_path / ".env"
    file.write_text("PORT=9000\nHOST=0.0.0.0\nSOMETHING_ELSE=1\n", encoding="utf-8")
    monkeypatch.setenv("HOST", "127.0.0.2")
    settings = load_settings(env_file=file)
    assert (settings.port, settings.host) == (9000, "127.0.0.2")


def test_settings_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings do not change while the bot runs."""
    settings = read(monkeypatch)
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1  # type: ignore[misc] # the fault to be refused
