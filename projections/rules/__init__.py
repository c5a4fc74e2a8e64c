"""The rules 规则, and what several of them judge by."""
