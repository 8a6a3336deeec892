"""Story: one whole case played in the local workspace by a real browser, and the pictures of it for docs/story.md."""
