"""People at the doors: who is signed in, forms that are ours, and what administrators of organisations hand out."""
