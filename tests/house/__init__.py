"""House: the whole desk on a local workspace with a clock that tests drive, and people who read and press."""
