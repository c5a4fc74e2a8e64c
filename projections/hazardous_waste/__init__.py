"""Views of hazardous waste."""
