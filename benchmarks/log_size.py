"""What the log takes on disk, with every index, for each byte that is stored."""

from benchmarks.measuring import Result
from benchmarks.rows import ALL_DATA
from benchmarks.stores import Store


def measure(store: Store, _: int) -> Result:
    """Bytes of the tables as the appends left them: nothing is vacuumed or packed before."""
    on_disk = store.driver.bytes_on_disk()
    stored = sum(len(data) for (data,) in store.driver.fetch(ALL_DATA))
    ratio = round(on_disk / stored, 3)
    return Result(f"log_size_{store.name}", "bytes", on_disk, "sum of the stored bytes", stored, ratio, 1)
