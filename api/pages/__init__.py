"""Pages for people: plain HTML, Chinese first, nothing from elsewhere."""
