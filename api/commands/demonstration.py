"""`bihuan demo`."""


def demo() -> None:
    """模拟一个区一个月的五即 · simulate a month of a district, then serve it."""
