"""Views of who takes part in what."""
