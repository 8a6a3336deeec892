"""Outgoing: what leaves the house towards customers, and what is looked at before."""
