"""Linter: the phrases that may not stand in what we send, as a shop can read them; `bot.compliance` reads by them."""
