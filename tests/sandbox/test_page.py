"""The chat page in a browser: reading, pressing, writing, the clock and starting over."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright

from tests.sandbox.line import Line

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]
SWITCHES = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


@pytest.fixture
async def page(line: Line) -> AsyncIterator[Page]:
    """The page on a phone, as Robin sees it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        opened = await browser.new_page(viewport={"width": 390, "height": 844})
        opened.set_default_timeout(5000)
        await opened.goto(str(line.http.base_url))
        yield opened
        await browser.close()


async def test_a_conversation(line: Line, page: Page) -> None:
    """Start, press, write, edit with the keyboard, move the clock, and start over."""
    await page.click("#start")
    await page.wait_for_selector(".message.own")
    row = [{"text": "Good", "callback_data": "good"}, {"text": "More", "url": "https://a.org"}]
    sent = await line.bot(
        "sendMessage",
        chat_id=1001,
        text="<b>Hello</b> &lt;script&gt;",
        parse_mode="HTML",
        reply_markup={"inline_keyboard": [row]},
    )
    await page.click('.message button[data-data="good"]')
    await page.wait_for_selector('button[aria-busy="true"]')
    press = (await line.updates())[-1]["callback_query"]["id"]
    await line.bot("answerCallbackQuery", callback_query_id=press, text="Noted")
    await page.wait_for_selector("text=Noted")
    await line.bot("editMessageText", chat_id=1001, message_id=sent["message_id"], text="Thank you")
    await page.wait_for_selector(f'.message[data-id="{sent["message_id"]}"] >> text=Thank you')
    await page.fill("#text", "good")
    await page.press("#text", "Enter")
    await page.wait_for_selector("text=good")
    await page.press("#text", "ArrowUp")
    await page.fill("#text", "better")
    await page.press("#text", "Enter")
    await page.wait_for_selector("text=edited >> nth=0")
    assert [list(each)[1] for each in (await line.updates())[-2:]] == ["message", "edited_message"]
    await page.click("#clock")
    await page.click("text=+1 hour")
    await page.wait_for_selector("text=1 h ahead")
    await page.click("#start-over")
    await page.click("#confirm-yes")
    await page.wait_for_selector("#start:visible")
    assert await page.locator(".message").count() == 0


async def test_the_menu_by_keyboard(line: Line, page: Page) -> None:
    """The commands open by keyboard, Escape closes them, Enter sends one; the other person sees nothing."""
    await line.say("/start")
    await line.bot("setMyCommands", commands=[{"command": "people", "description": "Someone to talk to"}])
    await page.focus("#menu")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#commands:visible")
    await page.keyboard.press("Escape")
    await page.wait_for_selector("#commands", state="hidden")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await page.wait_for_selector(".message >> text=/people")
    await page.select_option("#person", "1002")
    await page.wait_for_selector("#start:visible")
    assert await page.locator(".message").count() == 0
