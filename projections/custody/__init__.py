"""Custody: the life of one subject, as it happened and as it came to be known."""
