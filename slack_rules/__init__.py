"""Slack rules: what Slack accepts, as one table of limits and one strict validator that sender and receiver share."""
