"""Sandbox: a small team-messaging workspace of our own that speaks Slack's Web API, strictly."""
