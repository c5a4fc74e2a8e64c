"""Files: which facts name them."""
