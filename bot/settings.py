"""Settings, read from the environment and `.env`; the only reader of either."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import BotError

Ids = Annotated[frozenset[int], NoDecode]


class BadSettings(BotError):
    """A setting has a value that is not allowed; the message names it, what was read and what is allowed."""


class Settings(BaseSettings):
    """Every setting of Daymark; descriptions say what is allowed."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    telegram_bot_token: SecretStr = Field(
        default=SecretStr(""), description="the token that @BotFather gave, such as 123456:ABC-DEF"
    )
    telegram_api_url: str = Field(
        default="https://api.telegram.org",
        pattern=r"^https?://[^\s/]+(/\S*)?$",
        description="the address of a Bot API server, beginning with http:// or https://",
    )
    database_url: str = Field(
        default="sqlite+aiosqlite:///data/daymark.db",
        pattern=r"^\S+://",
        description="sqlite+aiosqlite:/// and the path of a file",
    )
    daymark_key: SecretStr = Field(default=SecretStr(""), description="32 bytes in base64, or nothing")
    daymark_key_file: Path = Field(
        default=Path("data/daymark.key"), description="the path of a file, made at the first start"
    )
    webhook_url: str = Field(
        default="",
        pattern=r"^(https?://[^\s/]+(/\S*)?)?$",
        description="the public https:// address that Telegram delivers to, or nothing for polling",
    )
    webhook_secret: SecretStr = Field(
        default=SecretStr(""), description="16 to 256 letters, digits, _ and -; needed with WEBHOOK_URL"
    )
    host: str = Field(
        default="127.0.0.1", min_length=1, description="the address to listen on, such as 0.0.0.0"
    )
    port: int = Field(default=8080, ge=1, le=65535, description="a number from 1 to 65535")
    allowed_ids: Ids = Field(
        default=frozenset(), description="Telegram ids with commas between, or nothing for everyone"
    )
    operator_ids: Ids = Field(
        default=frozenset(), description="Telegram ids of those who run this bot, with commas between"
    )
    operator_name: str = Field(default="", max_length=60, description="who runs this bot, as people are told")
    prompts_per_second: float = Field(default=25, gt=0, le=1000, description="a number above 0, at most 1000")
    chat_messages_per_second: float = Field(
        default=1, gt=0, le=100, description="a number above 0, at most 100"
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Literal["console", "json"] = Field(default="console", description="console or json")

    @field_validator("allowed_ids", "operator_ids", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return value.replace(" ", "").strip(",").split(",") if value.strip() else ()

    @field_validator("webhook_secret")
    @classmethod
    def _is_sendable(cls, value: SecretStr) -> SecretStr:
        secret = value.get_secret_value()
        plain = secret.replace("_", "").replace("-", "")
        if secret and not (16 <= len(secret) <= 256 and plain.isascii() and plain.isalnum()):  # noqa: PLR2004
            raise ValueError("not sendable")
        return value


SECRETS = frozenset({"telegram_bot_token", "daymark_key", "webhook_secret"})


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """The settings in force; BadSettings names every wrong one."""
    try:
        settings = Settings(_env_file=env_file)
    except ValidationError as fault:
        raise BadSettings("\n".join(_explain(error) for error in fault.errors())) from None
    if settings.webhook_url and not settings.webhook_secret.get_secret_value():
        raise BadSettings(
            "WEBHOOK_URL is set, so WEBHOOK_SECRET is needed: give 16 to 256 letters or digits."
        )
    return settings


def _explain(error: object) -> str:
    details = dict(error)  # type: ignore[call-overload] # pydantic's TypedDict is a dict
    name = str(details["loc"][0]).lower()
    described = Settings.model_fields[name].description
    read = "a secret that cannot be used" if name in SECRETS else f"'{details['input']}'"
    return f"{name.upper()} is {read}: allowed is {described}."
