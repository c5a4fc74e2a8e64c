"""The parts in which a month is played, for whoever watches the bar."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from typing import NamedTuple

from api.simulation.happening import Post
from api.simulation.world import FOUNDING

WEEK = timedelta(days=7)


class Phase(NamedTuple):
    """Some requests that follow one another, and what happens in them."""

    title: str
    posts: list[Post]

    @property
    def events(self) -> int:
        """How many events they carry, repeated ones as often as they are sent."""
        return sum(len(post.events) for post in self.posts)


def phases(posts: Sequence[Post]) -> Iterator[Phase]:
    """First everybody is registered, then week after week."""
    begin = posts[0].recorded_at

    def week_of(post: Post) -> int:
        since = post.recorded_at - begin
        return 0 if since < FOUNDING else 1 + since // WEEK

    for week, group in groupby(posts, key=week_of):
        title = f"第 {week} 周 week {week}" if week else "登记各方 registering"
        yield Phase(title, list(group))
