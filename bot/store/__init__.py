"""The only SQL: tables, queries named for the domain, migrations, encryption."""
