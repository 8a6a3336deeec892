"""Every door of the desk, and what we do when someone comes in."""
