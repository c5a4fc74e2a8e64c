"""Doors: HTTP, the command line and the pages. Thin."""
