"""Telephone numbers are read from everything that the lists print."""

import pytest

from bot.care.numbers import dialable, numbers_in


@pytest.mark.parametrize(
    ("phone", "dialled"),
    [
        ("116 123", ["116123"]),
        ("113 or 0800-0113", ["113", "08000113"]),
        ("*4141 (mobile)", ["*4141"]),
        ("+94 11 2 682535 or +94 707 308 308", ["+94112682535", "+94707308308"]),
        ("135 (City and Greater Buenos Aires); 011 5275-1135 (rest of country)", ["135", "01152751135"]),
        ("0800 078 (toll-free); 0903 440 (English), 0814 224 (Hausa)", ["0800078", "0903440", "0814224"]),
        ("0120-279-338 (Iwate, Miyagi: 0120-279-226; IP phones 050-3655-0279)", ["0120279338"]),
        ("800-SAKINA (800 725462 on a keypad)", ["800725462"]),
        ("", []),
    ],
)
def test_numbers_are_found(phone: str, dialled: list[str]) -> None:
    """Alternatives are split, brackets are not, letters are typed on a keypad, gaps are closed."""
    assert dialable(phone) == dialled


def test_a_number_keeps_its_look_and_its_note() -> None:
    """What a person reads stays as the operator writes it, the instruction beside it."""
    main, other = numbers_in("8-800-2000-122 or 124 (124 from mobiles)")
    assert (main.shown, main.dialled, main.note) == ("8-800-2000-122", "88002000122", "")
    assert (other.shown, other.note) == ("124", "124 from mobiles")


@pytest.mark.parametrize(
    ("phone", "is_word"),
    [
        ("85258 (SHOUT)", True),
        ("85258", False),
        ("988 (in Spanish: text AYUDA)", False),
        ("1 (800-X)", False),
    ],
)
def test_a_word_to_text_is_no_remark(phone: str, is_word: bool) -> None:  # noqa: FBT001 - what is expected
    """A note of capitals alone is typed as it stands; every other is said in the person's language."""
    assert numbers_in(phone)[0].is_word is is_word


@pytest.mark.parametrize(
    "phone", ["call us", "116 123 or", "(press 1)", "116.123", "12+3", "116 123 (open", "1 (a) 2"]
)
def test_what_is_no_number_is_refused(phone: str) -> None:
    """A part that cannot be dialled is an error, not a guess."""
    with pytest.raises(ValueError, match="is not a telephone number"):
        numbers_in(phone)
