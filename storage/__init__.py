"""Rows, queries, transactions and migrations; nobody else knows SQL."""
