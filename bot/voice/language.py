"""One language as a person reads it: texts through gettext, times and lists as that language writes them."""

import gettext as gettext_module
import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, get_day_names
from babel.lists import format_list

DOMAIN = "daymark"
# A language without a country: the one whose way of writing days and lists is meant.
WRITTEN_AS = {"en": "en_GB"}
# Languages that have their texts, and their words for help and danger; the first is the source of all texts.
OFFERED = ("en",)


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its code; texts come out as HTML with every value escaped."""

    code: str = "en"
    translations: gettext_module.NullTranslations = field(default_factory=gettext_module.NullTranslations)

    def say(self, text: str, **values: object) -> str:
        """The text in this language; `{name}` stands for an escaped value."""
        return _filled(self.translations.gettext(text), _escaped(values))

    def told(self, text: str) -> str:
        """A text of a flow as HTML: nothing in it is a tag or a place to fill, whatever its author wrote."""
        return escape(self.translations.gettext(text))

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """The form of a text that fits `number`, which also fills `{number}`."""
        return self.translations.ngettext(one, many, number).format_map(
            _escaped({"number": number, **values})
        )

    def plain(self, text: str, **values: object) -> str:
        """The text for a button, where nothing is escaped."""
        return _filled(self.translations.gettext(text), values)

    def listed(self, parts: Sequence[str]) -> str:
        """Several parts as one list: 'a, b and c'."""
        return format_list(list(parts), locale=self.locale) if parts else ""

    def clock(self, moment: time | datetime) -> str:
        """A local time as hours and minutes of 24."""
        return f"{moment:%H:%M}"

    def day(self, day: date) -> str:
        """A weekday and date, short: 'Mon 23 Nov'."""
        return format_date(day, "EEE d MMM", locale=self.locale)

    def day_near(self, day: date, today: date) -> str:
        """The day as one speaks of it: today, tomorrow, yesterday, or weekday and date."""
        near = {-1: N_("yesterday"), 0: N_("today"), 1: N_("tomorrow")}
        distance = (day - today).days
        return self.plain(near[distance]) if distance in near else self.day(day)

    def weekday(self, number: int) -> str:
        """The name of a weekday, 0 for Monday."""
        return str(get_day_names("wide", context="stand-alone", locale=self.locale)[number])

    def weekday_short(self, number: int) -> str:
        """The short name of a weekday, 0 for Monday."""
        return str(get_day_names("abbreviated", context="stand-alone", locale=self.locale)[number])

    def country(self, code: str) -> str:
        """The name of a country by its ISO code."""
        return str(self.locale.territories.get(code, code))

    def moment(self, moment: datetime, zone: ZoneInfo, today: date) -> str:
        """Day and time of a moment in the person's zone: 'tomorrow 20:00'."""
        local = moment.astimezone(zone)
        return self.plain("{day} {clock}", day=self.day_near(local.date(), today), clock=self.clock(local))

    @property
    def locale(self) -> Locale:
        """Babel's data for this language."""
        return Locale.parse(WRITTEN_AS.get(self.code, self.code))


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """Marks a text for the catalogue where it stands; it is translated later, where it is shown."""
    return text


def escape(text: str) -> str:
    """Text of a person, safe inside HTML."""
    return html.escape(text, quote=False)


def offered_language(wanted: str | None) -> str:
    """The offered language nearest to the one that Telegram or the person names."""
    code = (wanted or "").lower().split("-")[0]
    return code if code in OFFERED else OFFERED[0]


def load_language(code: str) -> Language:
    """A language with its catalogue; the source language needs none."""
    folder = Path(str(files("bot").joinpath("locale")))
    found = gettext_module.translation(DOMAIN, folder, languages=[code], fallback=True)
    return Language(code, found)


def _filled(text: str, values: dict[str, object]) -> str:
    """A text without values stays as it is: braces in the words of a flow or a list are only braces."""
    return text.format_map(values) if values else text


def _escaped(values: dict[str, object]) -> dict[str, object]:
    return {name: escape(v) if isinstance(v, str) else v for name, v in values.items()}
