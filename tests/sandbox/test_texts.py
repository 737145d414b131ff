"""Texts and entities: limits, trimming, HTML and Markdown."""

from typing import Any

import pytest

from tests.sandbox.line import Line

HTML = "Bad Request: can't parse entities: "


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("<x>a</x>", 'Unsupported start tag "x" at byte offset 0'),
        ("é<b", "Unclosed start tag at byte offset 2"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<a =x>a</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>a</a>", "Unexpected end of name token at byte offset 8"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
    ],
)
async def test_mistakes_in_html(line: Line, text: str, description: str) -> None:
    """Each mistake in HTML has Telegram's own words and byte offset."""
    if text == "1 < 2":
        description = 'Unsupported start tag "" at byte offset 2'
    await line.say("/start")
    assert await line.refusal("sendMessage", chat_id=1001, text=text, parse_mode="HTML") == HTML + description


@pytest.mark.parametrize(
    ("text", "plain", "entities"),
    [
        ("<b>a</b> &lt;&amp;&gt;&quot;&#33;&#x21; & &foo;", 'a <&>"!! & &foo;', [("bold", 0, 1)]),
        ("😀<i>b</i>", "😀b", [("italic", 2, 1)]),
        (
            "<u>u</u><s>s</s><tg-spoiler>t</tg-spoiler>",
            "ust",
            [("underline", 0, 1), ("strikethrough", 1, 1), ("spoiler", 2, 1)],
        ),
        ('<span class="tg-spoiler">s</span>', "s", [("spoiler", 0, 1)]),
        ('<a href="https://a.org/">x</a>', "x", [("text_link", 0, 1)]),
        ('<a href="tel:116123">x</a>', "x", []),
        ("<a href='tg://user?id=5'>x</a>", "x", [("text_mention", 0, 1)]),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
        ('<code class="language-py"><pre>x</pre></code>', "x", [("pre", 0, 1)]),
        ("<code>x <b>y</b></code>", "x y", [("code", 0, 3)]),
        ("<blockquote>x</blockquote>", "x", [("blockquote", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ('<tg-emoji emoji-id="7">x</tg-emoji>', "x", [("custom_emoji", 0, 1)]),
        ("<b></b>x</>", "x", None),
        ("  \n<b> x </b>\n ", "x", [("bold", 0, 1)]),
    ],
)
async def test_html(line: Line, text: str, plain: str, entities: list[Any] | None) -> None:
    """HTML becomes plain text, trimmed, with entities in UTF-16 units."""
    await line.say("/start")
    if entities is None:
        refusal = await line.refusal("sendMessage", chat_id=1001, text=text, parse_mode="html")
        assert refusal == HTML + "Unexpected end tag at byte offset 8"
        return
    sent = await line.bot("sendMessage", chat_id=1001, text=text, parse_mode="html")
    assert sent["text"] == plain
    assert [(e["type"], e["offset"], e["length"]) for e in sent.get("entities", [])] == entities


@pytest.mark.parametrize(
    ("text", "mode", "description"),
    [
        ("", "", "message text is empty"),
        ("x" * 32769, "", "text is too long"),
        (" \n ", "", "text must be non-empty"),
        ("<b> </b>", "HTML", "text must be non-empty"),
        ("😀" * 4097, "", "message is too long"),
        ("x", "bbcode", "unsupported parse_mode"),
        (
            "a.b",
            "MarkdownV2",
            "can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'",
        ),
        ("*a", "MarkdownV2", "can't parse entities: Can't find end of Bold entity at byte offset 0"),
        ("é`a", "MarkdownV2", "can't parse entities: Can't find end of Code entity at byte offset 2"),
        ("[a](b", "MarkdownV2", "can't parse entities: Can't find end of a URL at byte offset 3"),
        ("[a", "MarkdownV2", "can't parse entities: Can't find end of TextUrl entity at byte offset 0"),
        ("é_a", "Markdown", "can't parse entities: Can't find end of the entity starting at byte offset 2"),
        ("[a](b", "Markdown", "can't parse entities: Can't find end of the entity starting at byte offset 0"),
    ],
)
async def test_refused_texts(line: Line, text: str, mode: str, description: str) -> None:
    """Empty, overlong and wrongly written texts are refused."""
    await line.say("/start")
    refusal = await line.refusal("sendMessage", chat_id=1001, text=text, parse_mode=mode)
    assert refusal == f"Bad Request: {description}"


@pytest.mark.parametrize(
    ("text", "mode", "plain", "kinds"),
    [
        (
            "*b* _i_ __u__ ~s~ ||x|| `c` \\.",
            "MarkdownV2",
            "b i u s x c .",
            ["bold", "italic", "underline", "strikethrough", "spoiler", "code"],
        ),
        ("```py\nx```", "MarkdownV2", "x", ["pre"]),
        ("[a](https://a.org) [b](tg://user?id=5) [c]", "MarkdownV2", "a b c", ["text_link", "text_mention"]),
        (
            "*b* _i_ `c` [a](https://a.org) \\* [",
            "Markdown",
            "b i c a * [",
            ["bold", "italic", "code", "text_link"],
        ),
        ("```\nx```", "Markdown", "x", ["pre"]),
    ],
)
async def test_markdown(line: Line, text: str, mode: str, plain: str, kinds: list[str]) -> None:
    """Both Markdowns become plain text and entities."""
    await line.say("/start")
    sent = await line.bot("sendMessage", chat_id=1001, text=text, parse_mode=mode)
    assert sent["text"] == plain
    assert [each["type"] for each in sent["entities"]] == kinds


async def test_the_longest_text_fits(line: Line) -> None:
    """4,096 code points go through, however many UTF-16 units they are."""
    await line.say("/start")
    assert len((await line.bot("sendMessage", chat_id=1001, text="😀" * 4096))["text"]) == 4096


async def test_given_entities(line: Line) -> None:
    """Explicit entities are taken, moved by trimming, and refused when they are no entities."""
    await line.say("/start")
    entity = {"type": "bold", "offset": 1, "length": 2}
    sent = await line.bot("sendMessage", chat_id=1001, text=" ab", entities=[entity])
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    for wrong, words in [
        ('{"a": 1}', "expected an Array of MessageEntity"),
        ("[1]", "can't parse MessageEntity: expected an Object with type, offset and length"),
        ("[", "can't parse message entities JSON object"),
    ]:
        assert (
            await line.refusal("sendMessage", chat_id=1001, text="a", entities=wrong)
            == f"Bad Request: {words}"
        )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Call 0800 111 0 111 or +44 116-123.", ["phone_number", "phone_number"]),
        ("116 123", ["phone_number"]),
        ("On 2026-11-23 at 20:00 I felt 100", []),
        ("See https://a.org/x, and b.org", ["url", "url"]),
        ("x@a.org @robin #calm /stop", ["email", "mention", "hashtag", "bot_command"]),
    ],
)
async def test_found_entities(line: Line, text: str, found: list[str]) -> None:
    """Phone numbers, links and the like are found in plain text."""
    await line.say("/start")
    sent = await line.bot("sendMessage", chat_id=1001, text=text)
    assert [each["type"] for each in sent.get("entities", [])] == found


async def test_html_of_the_page_is_safe(line: Line) -> None:
    """What the page shows is escaped, nests, and links phone numbers."""
    await line.say("/start")
    text = '<blockquote>&lt;script&gt; <b>0800 111 0 111</b></blockquote> <a href="https://a.org/?a=1&amp;b=%22">x</a>'
    await line.bot("sendMessage", chat_id=1001, text=text, parse_mode="HTML")
    shown = (await line.look("chats/1001"))["messages"][-1]["html"]
    assert shown.startswith('<blockquote>&lt;script&gt; <strong><a href="tel:08001110111"')
    assert 'href="https://a.org/?a=1&amp;b=%22"' in shown


async def test_every_kind_of_entity_is_shown(line: Line) -> None:
    """Spoilers, commands, mentions, addresses and links become elements; others stay plain text."""
    await line.say("/start")
    text = '<tg-spoiler>s</tg-spoiler> /stop @robin x@a.org b.org <tg-emoji emoji-id="7">e</tg-emoji>'
    await line.bot("sendMessage", chat_id=1001, text=text, parse_mode="HTML")
    shown = (await line.look("chats/1001"))["messages"][-1]["html"]
    link = 'target="_blank" rel="noopener noreferrer"'
    assert shown == (
        '<span class="spoiler">s</span> <a class="command" href="#" data-command="/stop">/stop</a> '
        f'<span class="mention">@robin</span> <a href="mailto:x@a.org" {link}>x@a.org</a> '
        f'<a href="https://b.org" {link}>b.org</a> e'
    )
