"""The district that `bihuan demo` plays: a plan without I/O (`plan.py`), and its playing through the real API."""
