"""Tests, in the rooms of what they test and by promise."""
