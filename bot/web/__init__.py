"""HTTP: where Telegram delivers, and whether all is well."""
