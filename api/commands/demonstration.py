"""`bihuan demo`: a district's month of hazardous and construction waste, played through the real API, then served."""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from api.answers import encode
from api.app import create_app
from api.commands.console import err, explained, fail, open_ledger, out, progress_bar, settings_of_environment
from api.commands.installation import listener_on, signing
from api.publishing import places_of
from api.server import address_of, serve_until_stopped, serving
from api.settings import PREFIX, Settings
from api.simulation.condition import Arguments, Condition, condition_of, played_with
from api.simulation.district import GENERATOR, OPERATOR
from api.simulation.happening import Post
from api.simulation.logins import demo_logins, issue_demo_logins
from api.simulation.phases import phases
from api.simulation.plan import Month, month
from api.simulation.playing import NotAcceptedError, Player, issue_demo_keys
from api.simulation.report import Report, is_sound, month_of
from api.simulation.telling import told
from ledger.clock import SimulatedClock
from ledger.log import Ledger

DATABASE = "sqlite:///bihuan-demo.db"
AGAIN = "bihuan demo --fresh 重新模拟，或另设 BIHUAN_DATABASE_URL · simulate anew, or name another database"


def demo(
    days: Annotated[int, typer.Option(min=1, max=366, help="模拟天数 · days to simulate")] = 30,
    scale: Annotated[float, typer.Option(min=0.01, max=100, help="规模 · how many establishments")] = 1.0,
    seed: Annotated[int, typer.Option(help="随机种子 · seed of chance")] = 1,
    once: Annotated[bool, typer.Option("--once", help="模拟、报告、退出 · simulate, report, exit")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="标准输出只有报告 · only the report on stdout")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="删除旧的演示账本 · remove the old demo first")] = False,
    host: str = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0 = 任一空闲端口 · any free port")] = 8000,
) -> None:
    """模拟一个区一个月的危险废物和建筑垃圾全过程，然后提供服务 · simulate a month of a district, then serve it."""
    began, until = time.monotonic(), datetime.now(UTC)
    settings = _settings()
    with explained(), closing(listener_on(host, port)) as listener:
        if fresh:
            _remove_old(settings)
        clock = SimulatedClock(until - timedelta(days=days))
        with Ledger(settings.database_url, clock) as ledger:
            empty = _is_empty(ledger)
            # an older release may have played it: then its tables are brought to this one
            ledger.migrate(OPERATOR, settings.ledger_origin, simulated=True)
            app = create_app(ledger, settings, signing(ledger, settings))
            with serving(app, listener) as server:
                address, keys = address_of(listener), dict[str, str]()
                if empty:
                    with _told_when_interrupted():
                        err.print(f"模拟进行中，已可查看 · simulating, to be seen already at {address}", markup=False)
                        _play(Player(ledger, clock, address), month(until, days, scale, seed).posts)
                        clock.set(until)
                        issue_demo_logins(ledger, app.state.sign_in)
                        keys = issue_demo_keys(ledger, Arguments(days, scale, seed).key_name)
                clock.hand_over()
                played = month_of(ledger)
                report = played.report(
                    played=_planned(ledger),
                    checkpoint=app.state.publisher.covering(ledger.head()[0]).note.decode(),
                    verified=is_sound(ledger),
                    seconds=time.monotonic() - began,
                )
                database = str(ledger.recorder.engine.url)  # as text it hides a password
                logins = demo_logins(ledger, app.state.sign_in)
                lines = told(report, played.worth_a_look(GENERATOR), keys, logins, address, database)
                _tell(report, lines, as_json=as_json)
                if not once:
                    err.print(f"闭环 Bihuan · {address} · 按 Ctrl-C 结束 · Ctrl-C ends it", markup=False)
                    serve_until_stopped(server)


def _tell(report: Report, lines: Iterable[str], *, as_json: bool) -> None:
    """For people on stdout; for a program its JSON there, and the words on stderr."""
    for line in lines:
        (err if as_json else out).print(line, markup=False)
    if as_json:
        out.file.write(encode(report).decode() + "\n")
        out.file.flush()


def _settings() -> Settings:
    # its own device posts as fast as it can, and progress is shown where requests would be logged
    settings = replace(settings_of_environment(), rate_limit=0, log_format="none")
    return settings if PREFIX + "DATABASE_URL" in os.environ else replace(settings, database_url=DATABASE)


def _is_empty(ledger: Ledger) -> bool:
    """Whether there is a month to play; raises what refuses a log that is not the demo's."""
    match condition_of(ledger):
        case Condition.EMPTY:
            return True
        case Condition.PLAYED:
            size = ledger.head()[0]
            err.print(f"已有演示账本，{size} 条事实；--fresh 重新模拟 · there is a demo of {size} facts already")
            return False
        case Condition.REAL:
            raise fail(
                "此账本记录真实事实，演示不会写入 · this log holds real facts, the demo does not touch it",
                "bihuan serve，或另设 BIHUAN_DATABASE_URL · or name another database",
            )
        case Condition.UNFINISHED:
            raise fail(
                "上次模拟没有完成，或仍在另一进程中进行 · an earlier simulation was interrupted, or still runs", AGAIN
            )


def _remove_old(settings: Settings) -> None:
    """Remove the file of an earlier demo, and nothing else; what is empty already needs no removing."""
    with open_ledger(settings) as ledger:
        url = ledger.recorder.engine.url
        if url.get_backend_name() != "sqlite":
            raise fail(
                "--fresh 只删除 SQLite 文件 · --fresh removes SQLite files only",
                "建一个空数据库，并设 BIHUAN_DATABASE_URL · create an empty database and name it, e.g. "
                f"createdb {url.database}-2",
            )
        condition, places = condition_of(ledger), places_of(ledger, settings)
    if condition is Condition.REAL:
        raise fail(
            f"{url.database} 记录真实事实，不会删除 · it holds real facts and is not removed",
            "另设 BIHUAN_DATABASE_URL · name another database",
        )
    if condition is not Condition.EMPTY and url.database:
        for end in ("", "-wal", "-shm"):
            Path(url.database + end).unlink(missing_ok=True)
        for place in places:
            place.remove()


def _planned(ledger: Ledger) -> Month:
    """The month that this ledger holds, planned again: of what is irregular in it no fact tells."""
    played = played_with(ledger)
    return Month([], [], []) if played is None else month(played[0], *played[1])


def _play(player: Player, posts: list[Post]) -> None:
    try:
        with progress_bar("条 events") as progress:
            for phase in phases(posts):
                task = progress.add_task(phase.title, total=phase.events)
                for events in player.play(phase.posts):
                    progress.advance(task, events)
    except NotAcceptedError as error:
        raise fail(f"模拟的事实未被接受 · a simulated fact was refused: {error}", AGAIN) from None


@contextmanager
def _told_when_interrupted() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        err.print(f"已中断，模拟没有完成 · interrupted before the end\n  → {AGAIN}", markup=False)
        raise typer.Exit(130) from None
