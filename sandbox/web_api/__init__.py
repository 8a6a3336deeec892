"""Web API: the methods of Slack's Web API that the sandbox answers."""
