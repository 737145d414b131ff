"""Measures Daymark as a process, beside a typical build and a bare echo bot: `make bench`."""
