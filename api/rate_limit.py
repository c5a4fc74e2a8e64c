"""How often one key may ask: a bucket of tokens for each, in the memory of this process.

With several workers each keeps its own buckets, so that together they let a key ask as often as there are workers.
"""

import math
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from time import monotonic

from ledger.errors import TooManyError

KEYS_MAX = 10_000
"""How many keys are remembered; whoever asked longest ago is forgotten, and by then its bucket is full again."""


class RateLimit:
    """Lets a key ask `rate` times a second, and `burst` times at once after a rest; a rate of 0 lets everybody."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = monotonic) -> None:
        self.rate, self.burst, self.clock = rate, burst, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._taking = Lock()

    def take(self, credential: str) -> None:
        """Count one request; raises TooManyError, which says after how many seconds there is a token again."""
        if self.rate <= 0:
            return
        now = self.clock()
        with self._taking:
            tokens, since = self._buckets.pop(credential, (float(self.burst), now))
            tokens = min(float(self.burst), tokens + max(0.0, now - since) * self.rate)
            allowed = tokens >= 1
            self._buckets[credential] = (tokens - 1 if allowed else tokens, now)
            if len(self._buckets) > KEYS_MAX:
                self._buckets.popitem(last=False)
        if not allowed:
            after = max(1, math.ceil((1 - tokens) / self.rate))
            raise TooManyError.because(
                "too_many_requests",
                f"this key may ask {self.rate:g} times a second; try again in {after} s",
                values={"rate": f"{self.rate:g}", "retry_after": after},
                retry_after=after,
            )
