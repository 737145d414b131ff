"""What holds for any replies whatever."""
