"""Views of cross-province transfers."""
