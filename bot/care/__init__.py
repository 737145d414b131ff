"""What may help: tips, words for feelings, and the way to a person; pure, with its data beside the code."""
