"""The shop's policy: a table that a manager can read, with a default for every key."""
