"""Telegram: the only importer of python-telegram-bot."""

import os

# The library gives times as timedelta from its next major version on; asked for now, or each 429 warns.
os.environ["PTB_TIMEDELTA"] = "true"
