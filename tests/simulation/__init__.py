"""Simulation: a year of a busy shop in seconds; one seed is one history, and every promise is watched at every step."""
