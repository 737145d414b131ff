"""When a person is asked: pure rules of time, and the ticker that claims what is due."""
