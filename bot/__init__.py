"""Daymark: a check-in bot that asks how you are and makes the way to a person short."""
