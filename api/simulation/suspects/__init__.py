"""Places at which known things go wrong on known days, whatever the seed: few facts each, and nobody else's trade."""
