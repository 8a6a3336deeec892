"""Dialogs: the modals in which people tell what they did; each has a drawing and a reading of its answers."""
