"""How a message gets to Slack, and what its failing means."""
