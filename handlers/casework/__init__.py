"""The use-cases that all doors share."""
