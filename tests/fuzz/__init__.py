"""Fuzzing: whatever anyone sends, the doors answer with sense, and never with a fault of ours."""
