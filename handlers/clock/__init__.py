"""What the passing of time makes us do."""
