"""Chaos: real processes are killed at the worst moments while a shop works with them; then everything is counted."""
