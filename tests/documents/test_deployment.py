"""The container and the Machine start what the command line has, with settings that the code takes."""

import json
import re
import shlex
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from packaging.specifiers import SpecifierSet
from starlette.routing import Route
from typer.testing import CliRunner

from bot.app import FAREWELL
from bot.cli import app
from bot.health import Part
from bot.settings import Settings, load_settings
from bot.store.sqlite import SAFE_VERSION, database_path
from bot.web.site import METRICS_PATH, site
from tests.source import ROOT, blocks, read

NAMES = frozenset(name.upper() for name in Settings.model_fields)
VOLUME = Path("/data")


def fly() -> dict[str, Any]:
    """What fly.toml says."""
    return tomllib.loads(read("fly.toml"))


def steps() -> list[tuple[str, str]]:
    """The steps of the image that runs: instruction and argument, a continued line being one."""
    joined = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", read("Dockerfile"), flags=re.MULTILINE))
    lines = [line for line in joined.splitlines() if line.strip()]
    last = max(number for number, line in enumerate(lines) if line.startswith("FROM "))
    words = [line.strip().partition(" ") for line in lines[last:]]
    return [(first, rest) for first, _, rest in words]


def step(instruction: str) -> str:
    """The argument of an instruction that stands there once."""
    (found,) = [rest for first, rest in steps() if first == instruction]
    return found


def image_settings() -> dict[str, str]:
    """The settings that the image brings along."""
    pairs = dict(pair.split("=", 1) for pair in shlex.split(step("ENV")))
    return {name: value for name, value in pairs.items() if name in NAMES}


class NoHealth:
    """Nobody's health, for pages that nobody asks for."""

    async def look(self) -> dict[str, Part]:
        """No part."""
        return {}

    async def counts(self) -> bytes:
        """No numbers."""
        return b""


def pages() -> set[str]:
    """The addresses that the bot answers while it fetches updates."""
    return {route.path for route in site(health=NoHealth()).routes if isinstance(route, Route)}


@pytest.fixture(params=["fly.toml", "Dockerfile"])
def settings(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings that a deployment starts with."""
    given = fly()["env"] if request.param == "fly.toml" else image_settings()
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return load_settings(env_file=None)


def test_the_machine_is_given_settings_that_exist() -> None:
    """Every name under `[env]` is a setting, and the values are texts, as Fly.io asks."""
    assert set(fly()["env"]) <= NAMES
    assert all(isinstance(value, str) for value in fly()["env"].values())


def test_a_deployment_keeps_everything_on_its_volume(settings: Settings) -> None:
    """Database and key file lie on the volume, in two files, and the bot can be reached from outside."""
    database = database_path(settings.database_url)
    assert database.parent == settings.daymark_key_file.parent == VOLUME
    assert database != settings.daymark_key_file
    assert settings.host == "0.0.0.0"  # noqa: S104 - inside of a container


def test_there_is_one_machine_with_one_volume() -> None:
    """The volume is mounted where the database lies, and migrations are not run where it is missing."""
    (mount,) = fly()["mounts"]
    assert Path(mount["destination"]) == VOLUME
    assert step("VOLUME") == str(VOLUME)
    assert fly()["deploy"] == {"strategy": "immediate"}
    assert "processes" not in fly()


def test_the_ports_agree(settings: Settings) -> None:
    """Fly.io and the container expect the bot where it listens, by default as well."""
    default = Settings.model_fields["port"].default
    assert fly()["http_service"]["internal_port"] == int(step("EXPOSE")) == settings.port == default


def test_the_machine_is_never_put_to_sleep() -> None:
    """A bot that is stopped asks nobody, and one that ended is started again."""
    service = fly()["http_service"]
    assert service["auto_stop_machines"] == "off"
    assert service["auto_start_machines"] is False
    assert fly()["restart"] == [{"policy": "always"}]


def test_the_health_check_asks_a_page_that_there_is() -> None:
    """Both health checks ask for the page that the bot answers."""
    (check,) = fly()["http_service"]["checks"]
    assert check["path"] in pages()
    assert check["headers"] == {"X-Forwarded-Proto": "https"}
    assert f"{check['path']}'" in step("HEALTHCHECK").replace('\\"', "'")


def test_the_numbers_are_fetched_where_they_are() -> None:
    """Fly.io reads the numbers from the port and the page that the bot has, without its proxy."""
    assert fly()["metrics"] == [{"port": fly()["http_service"]["internal_port"], "path": METRICS_PATH}]
    assert METRICS_PATH in pages()


def test_a_deployment_asks_the_bot_to_stop_and_waits() -> None:
    """SIGTERM, and more time than the bot takes to let messages leave."""
    assert fly()["kill_signal"] == step("STOPSIGNAL") == "SIGTERM"
    assert fly()["kill_timeout"] == 60
    assert fly()["kill_timeout"] > FAREWELL


def test_the_container_runs_a_command_of_the_program() -> None:
    """`daymark run`, without a shell between it and the signal, and not as root."""
    program, *words = json.loads(step("CMD"))
    assert program in tomllib.loads(read("pyproject.toml"))["project"]["scripts"]
    assert words == ["run"]
    assert CliRunner().invoke(app, [*words, "--help"]).exit_code == 0
    assert step("USER") not in ("root", "0")


def test_the_image_has_a_python_that_the_package_takes() -> None:
    """Both stages build on one version, and pyproject.toml allows it."""
    versions = set(re.findall(r"^FROM python:([\d.]+)-slim", read("Dockerfile"), re.MULTILINE))
    (version,) = versions
    assert version in SpecifierSet(tomllib.loads(read("pyproject.toml"))["project"]["requires-python"])


def test_the_image_warns_of_a_second_writer() -> None:
    """The SQLite of the image is older than the safe one, and the Dockerfile says what follows from it."""
    assert f"older than {'.'.join(map(str, SAFE_VERSION))}" in read("Dockerfile")
    assert "Daymark has exactly one connection that" in read("Dockerfile")


def test_the_image_is_built_from_what_it_copies() -> None:
    """Every file that the Dockerfile copies is there and is let through by .dockerignore."""
    copied = {
        name
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", read("Dockerfile"), re.MULTILINE)
        for name in line.split()
    }
    let_through = set(re.findall(r"^!(.+)$", read(".dockerignore"), re.MULTILINE))
    assert copied == let_through
    assert all((ROOT / name).exists() for name in copied)


def test_the_deployment_in_the_readme_has_five_lines() -> None:
    """They set the secrets that a deployment needs, under names that the settings know."""
    (block,) = [block for block in blocks("README.md", "sh") if "fly deploy" in block]
    assert len(block.splitlines()) == 5
    assert set(re.findall(r"\b([A-Z][A-Z_]+)=", block)) == {"TELEGRAM_BOT_TOKEN", "DAYMARK_KEY"}
    assert not {"TELEGRAM_BOT_TOKEN", "DAYMARK_KEY"} & set(fly()["env"])


@pytest.fixture
def page(request: pytest.FixtureRequest) -> Iterator[int]:
    """The port of a page that gives every answer with one status."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(request.param)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Page)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    yield server.server_port
    server.shutdown()
    serving.join()
    server.server_close()


@pytest.mark.parametrize(("page", "is_well"), [(200, True), (503, False)], indirect=["page"])
def test_the_container_can_tell_whether_the_bot_is_well(page: int, *, is_well: bool) -> None:
    """The health check of the image ends with 0 if the page says so, and otherwise with something else."""
    program, *words = json.loads(step("HEALTHCHECK").partition("CMD ")[2])
    assert program == "python"
    ended = subprocess.run(  # noqa: S603 - the command of our own Dockerfile
        [sys.executable, *words], env={"PORT": str(page)}, check=False, capture_output=True
    )
    assert (ended.returncode == 0) is is_well
