"""Facts of law and official tables, each with its source; the only home of legal numbers."""
