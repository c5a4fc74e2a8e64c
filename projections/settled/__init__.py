"""Settings as they were in force at an instant, and whether a waste code stands in the catalogue of a day."""
