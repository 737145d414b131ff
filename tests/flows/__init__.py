"""Golden transcripts: every flow as it is read, case by case."""
