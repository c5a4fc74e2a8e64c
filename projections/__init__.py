"""Views: pure folds of the log. Delete them, rebuild, get the same."""
