"""Telegram: the only importer of python-telegram-bot."""

import os

# The library gives times as timedelta from its next major version on; asked for now, or it warns each time.
os.environ["PTB_TIMEDELTA"] = "true"
