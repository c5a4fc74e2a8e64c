"""Facts: one append-only, provable log of what happened to solid waste. No HTTP, no views."""
