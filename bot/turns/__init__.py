"""The host: one person, one turn: load, engine, effects, commit, hand to the outbox."""
