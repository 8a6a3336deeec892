"""Slack's doors: buttons, dialogs, commands and Home come in; the messenger goes out."""
