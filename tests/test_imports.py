"""Rooms are imported in one direction, and what only one room may do, only that room does."""

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

from tests.source import Module, modules

SOURCE = modules("bot", "flows")
NAMES = frozenset(module.name for module in SOURCE)


@dataclass(frozen=True, slots=True)
class May:
    """What a room may import beside itself and the standard library: rooms, and names of packages."""

    rooms: str = ""
    packages: str = ""


# A package is named as deep as need be. Turns tell a fault of the database from their own.
ROOMS: Mapping[str, May] = {
    "flows": May("authoring"),
    "authoring": May("engine"),
    "engine": May("errors"),
    "registry": May("engine errors"),
    "care": May("engine errors"),
    "schedule": May("engine errors", "babel"),
    "schedule.ticker": May("clock logs metrics", "apscheduler structlog"),
    "store": May("engine errors logs metrics", "alembic cryptography sqlalchemy sqlmodel structlog"),
    "voice": May("care engine errors schedule", "babel"),
    "turns": May(
        "care engine errors logs metrics registry schedule store voice",
        "structlog sqlalchemy.exc.OperationalError",
    ),
    "channel": May("errors logs metrics store turns voice", "aiohttp structlog telegram"),
    "web": May("care errors health logs metrics store", "starlette structlog"),
    "sandbox": May("", "aiohttp starlette uvicorn"),
    "locale": May("care engine registry voice", "babel"),
    "transcript": May("care engine errors voice"),
    "terminal": May("engine errors registry transcript voice"),
    "settings": May("errors", "pydantic pydantic_settings"),
    "logs": May("", "structlog"),
    "clock": May(),
    "metrics": May("", "prometheus_client"),
    "health": May("clock metrics schedule.ticker store"),
    "watch": May("errors health"),
    "errors": May(),
    "app": May(
        "care channel clock errors health logs metrics registry schedule schedule.ticker settings store turns"
        " voice watch web",
        "starlette structlog uvicorn",
    ),
    "trial": May("app channel clock errors logs sandbox settings", "pydantic"),
    "doctor": May("app channel errors registry schedule settings store"),
    "cli": May(
        "app clock doctor engine errors logs registry settings store terminal trial",
        "rich typer",
    ),
}
ENVIRONMENT = frozenset({"os.environ", "os.environb", "os.getenv", "environ", "environb", "getenv"})
OTHER_CLOCKS = frozenset({"bot.clock", "bot.sandbox.clock"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One imported name and where; `target` is the module it comes from, if that is one of ours."""

    place: str
    name: str
    target: str | None


def imports(module: Module) -> Iterator[Import]:
    """Everything that a module imports, at its top and inside of functions."""
    for node in ast.walk(module.tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module.place(node)}: name the module whole"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            assert isinstance(node, ast.Import | ast.ImportFrom)
            yield Import(place=module.place(node), name=name, target=_target(name))


def _target(name: str) -> str | None:
    outer = name.rpartition(".")[0]
    return next((known for known in (name, outer) if known in NAMES), None)


def room(name: str) -> str:
    """The room of a module: 'bot.turns.host' stands in 'turns', a file beside the rooms is its own."""
    inner = name.removeprefix("bot.").removesuffix(".__init__")
    return inner if inner in ROOMS else inner.partition(".")[0]


def is_named(name: str, allowed: str) -> bool:
    """Whether a name is one of these, or stands inside of one of them."""
    return any(name == one or name.startswith(f"{one}.") for one in allowed.split())


def foreign(module: Module) -> Iterator[str]:
    """The imports of a module that its room has no business with."""
    own = room(module.name)
    for found in imports(module):
        top = found.name.partition(".")[0]
        if top in ("bot", "flows"):
            is_allowed = found.target is not None and room(found.target) in {own, *ROOMS[own].rooms.split()}
        else:
            is_allowed = top in sys.stdlib_module_names or is_named(found.name, ROOMS[own].packages)
        if not is_allowed:
            yield f"{found.place} imports {found.name}"


def calls(module: Module, *names: str) -> Iterator[str]:
    """Where a module calls a function whose last two names are among these, as in 'datetime.now'."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            called = ".".join(ast.unparse(node.func).split(".")[-2:])
            if called in names:
                yield f"{module.place(node)} calls {called}"


def environment_reads(tree: ast.Module) -> Iterator[ast.Attribute | ast.Name]:
    """Where the environment is named other than to set a variable in it."""
    nodes = list(ast.walk(tree))
    setting = {
        node.value for node in nodes if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    }
    for node in nodes:
        if not isinstance(node, ast.Attribute | ast.Name) or node in setting:
            continue
        if ast.unparse(node) in ENVIRONMENT:
            yield node


def test_every_module_has_a_room() -> None:
    """A new room says in the table what it may import, and the table names no room that is gone."""
    found = {room(module.name) for module in SOURCE if module.name != "bot"}
    assert found == set(ROOMS)


def test_the_table_of_rooms_goes_one_way() -> None:
    """No two rooms may import each other, not even by way of others."""
    order = TopologicalSorter({name: may.rooms.split() for name, may in ROOMS.items()})
    assert set(order.static_order()) == set(ROOMS)


def test_a_module_imports_what_its_room_may() -> None:
    """Rooms are imported in one direction, and each package only where it is at home."""
    assert [line for module in SOURCE if module.name != "bot" for line in foreign(module)] == []


def test_no_import_goes_round_in_a_circle() -> None:
    """The modules can be put in an order in which each imports only earlier ones."""
    graph = {module.name: {found.target for found in imports(module) if found.target} for module in SOURCE}
    assert set(TopologicalSorter(graph).static_order()) == NAMES


def test_the_sandbox_knows_nothing_of_the_bot() -> None:
    """It is a Bot API for any bot, so it imports itself alone."""
    inner = [module for module in SOURCE if room(module.name) == "sandbox"]
    ours = {found.target for module in inner for found in imports(module) if found.target}
    assert {room(name) for name in ours} == {"sandbox"}


def test_one_module_reads_the_environment() -> None:
    """Everything else is handed settings; a library's switch may be set there, never looked up."""
    readers = [
        f"{module.place(node)} reads the environment"
        for module in SOURCE
        for node in environment_reads(module.tree)
    ]
    # bot/settings.py leaves it to pydantic-settings, which nobody else may import
    assert [place for place in readers if not place.startswith("bot/channel/__init__.py:")] == []


def test_reading_the_environment_is_told_from_setting_it() -> None:
    """A value that is looked up is found, however it is spelled, and one that is set is not."""
    read = "os.environ['A']\nos.environ.get('A')\nos.getenv('A')\ngetenv('A')"
    assert len(list(environment_reads(ast.parse(read)))) == 4
    assert list(environment_reads(ast.parse("os.environ['A'] = 'true'"))) == []


def test_one_module_asks_the_clock() -> None:
    """Everything else is handed `now`; the sandbox has a clock of its own."""
    asking = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns")
    found = [
        place for module in SOURCE if module.name not in OTHER_CLOCKS for place in calls(module, *asking)
    ]
    assert found == []


def test_one_module_makes_time_zones() -> None:
    """Everything else asks `bot.schedule.zones`, which reads the pinned package on every machine."""
    making = ("ZoneInfo", "zoneinfo.ZoneInfo", "ZoneInfo.from_file", "ZoneInfo.no_cache")
    found = {module.name for module in SOURCE if list(calls(module, *making))}
    assert found == {"bot.schedule.zones"}


def test_the_clock_is_asked_where_it_should_be() -> None:
    """The two clocks are found by the same search, so the search can find."""
    found = {module.name for module in SOURCE if list(calls(module, "datetime.now"))}
    assert found == OTHER_CLOCKS


def test_a_foreign_import_is_found() -> None:
    """An engine that looked at the clock, at Telegram or at a flow would be told so."""
    text = "from bot.clock import Clock\nimport telegram\nfrom flows import daily\nimport re"
    engine = next(module for module in SOURCE if module.name == "bot.engine.turn")
    bad = Module(path=engine.path, name=engine.name, tree=ast.parse(text))
    assert [line.rpartition(" ")[2] for line in foreign(bad)] == [
        "bot.clock.Clock",
        "telegram",
        "flows.daily",
    ]
