"""The demonstration: sample reviews for the local workspace; imports nothing of the other floors."""
