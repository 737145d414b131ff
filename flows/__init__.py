"""The check-in conversations, one a file."""
