"""What Daymark says: events and screens become messages; pure, through gettext, nothing of Telegram."""
