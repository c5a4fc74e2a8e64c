"""How fast the ledger is beside the bare driver doing the same work: `make bench` (CONTRACT section 9)."""
