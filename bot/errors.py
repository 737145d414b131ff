"""The one tree of errors; each message tells the reader what to do next."""


class BotError(Exception):
    """Something went wrong that a person can mend; the message says how."""
