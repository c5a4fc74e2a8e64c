"""Views of construction waste: what sites hold, how permits are used, where spoil goes, how carriers do."""
