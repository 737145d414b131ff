"""What is asked next and what a reply means: pure, no clock, no I/O, no Telegram, no SQL."""
