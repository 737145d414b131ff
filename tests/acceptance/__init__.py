"""The real process, started through the command line, with a real database file."""
