"""A newcomer's way on the chat page, in a browser as wide as a phone."""

import os
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import httpx
import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from tests.acceptance.conftest import Trial

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.acceptance,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (apt install chromium)"),
]

Scheme = Literal["light", "dark"]
KEPT = Path(__file__).with_name("screenshots")
PICTURES = ("start", "checkin", "tip", "people", "prompt")
WIDTH, HEIGHT, DENSITY = 390, 844, 2
PATIENCE = 10_000  # milliseconds
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def scheme(request: pytest.FixtureRequest) -> Scheme:
    """The colours that the person's phone asks for."""
    wanted: Scheme = getattr(request, "param", "light")
    return wanted


@pytest.fixture
async def page(trial: Trial, http: httpx.AsyncClient, scheme: Scheme) -> AsyncIterator[Page]:
    """The chat page in Berlin; at the end nothing stood in its console and nothing was too wide."""
    assert http.base_url == trial.address
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        opened = await browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT},
            device_scale_factor=DENSITY,
            color_scheme=scheme,
            timezone_id="Europe/Berlin",
            locale="en-GB",
        )
        opened.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
        opened.on("pageerror", lambda fault: complaints.append(str(fault)))
        opened.set_default_timeout(PATIENCE)
        await opened.goto(trial.address)
        yield opened
        assert await opened.evaluate("document.scrollingElement.scrollWidth") <= WIDTH
        await browser.close()
    assert complaints == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where pictures go: nowhere that lasts, unless DAYMARK_SCREENSHOTS=1 asks for new ones to keep."""
    return KEPT if os.environ.get("DAYMARK_SCREENSHOTS") == "1" else tmp_path


async def tap(page: Page, label: str) -> None:
    """Tap the newest button with exactly this label."""
    await page.get_by_role("button", name=label, exact=True).last.click()


async def sees(page: Page, words: str) -> None:
    """Wait until the newest message of the bot holds these words."""
    await expect(page.get_by_role("article", name="Bot").last).to_contain_text(words, timeout=PATIENCE)


async def command(page: Page, name: str) -> None:
    """Choose a command from the menu."""
    await page.get_by_role("button", name="Menu").click()
    await page.get_by_role("menuitem").filter(has_text=re.compile(f"^/{name}")).click()


async def set_up(page: Page) -> None:
    """From the agreement to the first question."""
    await tap(page, "I am 18 or older, and I agree")
    await sees(page, "for you?")
    await tap(page, "11:00")
    await sees(page, "Which country")
    await tap(page, "Germany")
    await sees(page, "When should I ask")
    await tap(page, "20:00")
    await sees(page, "How are you feeling")


async def take_picture(page: Page, folder: Path, name: str) -> None:
    """A picture of the whole page, once everything that was tapped is settled."""
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    await page.mouse.move(0, 0)
    await page.screenshot(path=folder / name, animations="disabled")
    assert size_of(folder / name) == (WIDTH * DENSITY, HEIGHT * DENSITY)


def size_of(picture: Path) -> tuple[int, int]:
    """Width and height of a PNG in pixels, from its header."""
    header = picture.read_bytes()[:24]
    assert header[:8] == b"\x89PNG\r\n\x1a\n"
    return int.from_bytes(header[16:20]), int.from_bytes(header[20:24])


@pytest.mark.parametrize("scheme", ["light", "dark"], indirect=True)
async def test_a_newcomer(page: Page, folder: Path, scheme: Scheme) -> None:
    """One whole check-in, a tip, people, and the next prompt, all by tapping on the page."""
    await tap(page, "Start")
    await sees(page, "I ask how you are")
    await take_picture(page, folder, f"start-{scheme}.png")
    await set_up(page)
    await take_picture(page, folder, f"checkin-{scheme}.png")
    await page.get_by_role("button", name=re.compile("2 · ")).last.click()
    await sees(page, "Which words")
    await tap(page, "Skip")
    await sees(page, "What would be welcome now?")
    await tap(page, "Just noting it")
    await sees(page, "remember about today")
    await page.get_by_role("textbox", name="Message").fill("A long day, and rain")
    await page.keyboard.press("Enter")
    await sees(page, "It is noted")
    await the_rest(page, folder, scheme)


async def the_rest(page: Page, folder: Path, scheme: Scheme) -> None:
    """A tip, people, and the prompt that comes when the clock is moved to it."""
    await command(page, "tip")
    await sees(page, " · about ")
    await take_picture(page, folder, f"tip-{scheme}.png")
    await command(page, "people")
    await sees(page, "People to talk to: Germany")
    await take_picture(page, folder, f"people-{scheme}.png")
    await page.get_by_role("button", name="Clock and settings").click()
    await tap(page, "Next prompt")
    await sees(page, "How are you feeling right now?")
    await page.keyboard.press("Escape")
    await take_picture(page, folder, f"prompt-{scheme}.png")
    await page.get_by_role("button", name=re.compile("5 · ")).last.click()
    await sees(page, "Which words")


async def is_uncovered(words: Locator) -> bool:
    """Whether a finger would touch these words, and not a bar that lies above them."""
    script = """words => {
        const box = words.getBoundingClientRect();
        return words.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2));
    }"""
    return bool(await words.evaluate(script))


@pytest.mark.parametrize("country", ["United Kingdom", "United States"])
async def test_the_emergency_number_stays_in_sight(page: Page, country: str) -> None:
    """Before any agreement a person tells their country, and its emergency number stands on the screen."""
    await tap(page, "Start")
    await sees(page, "I ask how you are")
    await tap(page, "I need someone to talk to now")
    await sees(page, "Tell me your country")
    await tap(page, "Choose my country")
    await tap(page, "R \N{EN DASH} V")
    await tap(page, country)
    await sees(page, f"People to talk to: {country}")
    message = page.get_by_role("article", name="Bot").last
    number = message.get_by_text(re.compile(r"^9(11|99)$"))
    await expect(number).to_be_in_viewport(ratio=1)
    assert await is_uncovered(number)
    for way in ("More lines", "Find a therapist", "Another country"):
        await expect(page.get_by_role("button", name=way, exact=True)).to_be_in_viewport(ratio=1)


async def test_without_a_pointer(page: Page) -> None:
    """With the keyboard alone a person gets from Start to a noted check-in."""
    await enter(page, "Start")
    await sees(page, "I ask how you are")
    await enter(page, "I am 18 or older, and I agree")
    await sees(page, "for you?")
    await enter(page, "11:00")
    await sees(page, "Which country")
    await enter(page, "Germany")
    await sees(page, "When should I ask")
    await enter(page, "20:00")
    await sees(page, "How are you feeling")
    await enter(page, "4 · good")
    await sees(page, "Which words")
    await enter(page, "Skip")
    await sees(page, "remember about today")
    await enter(page, "Skip")
    await sees(page, "It is noted")


async def enter(page: Page, label: str) -> None:
    """Go to a button with Tab, backwards since the newest is the nearest, and press Enter."""
    for _ in range(80):
        await page.keyboard.press("Shift+Tab")
        focused = await page.evaluate("document.activeElement?.textContent ?? ''")
        if focused == label or focused.endswith(f" {label}"):
            await page.keyboard.press("Enter")
            return
    pytest.fail(f"no way to '{label}' with the keyboard")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PICTURES)
def test_the_pictures_are_kept(name: str, scheme: str) -> None:
    """Each picture that the documents may show is there, at twice a phone's size."""
    assert size_of(KEPT / f"{name}-{scheme}.png") == (WIDTH * DENSITY, HEIGHT * DENSITY)
