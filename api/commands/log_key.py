"""`bihuan log-key`: other keys for the log, as a fact, without a break in what was published."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands.console import explained, fail, open_ledger, out, settings_of_environment
from api.log_keys import LogKeys, key_path, next_path, read_keys, write_keys
from api.publishing import places_of
from ledger.errors import Finding, InvalidError
from ledger.log import Ledger
from ledger.log_key import LogKey
from ledger.schema import read_data
from ledger.store.leadership import leadership_of
from ledger.store.tree import TreeStore
from ledger.transparency.errors import TransparencyError
from ledger.transparency.outside import Place, sync
from ledger.transparency.sequencer import Published, Sequencer

app = typer.Typer(help="账本密钥 · the keys that sign checkpoints and receipts", no_args_is_help=True)


@app.callback()
def log_key() -> None:
    """账本密钥 · the keys that sign checkpoints and receipts."""


@app.command()
def change(reason: Annotated[str, typer.Option(help="更换原因，记入账本 · why; it is recorded")]) -> None:
    """更换账本密钥，中断后重新运行即可 · change the log's keys; if it is interrupted, run it again."""
    settings = settings_of_environment()
    with explained(), open_ledger(settings) as ledger:
        path = key_path(ledger, settings)
        if not path.exists():
            raise fail(
                f"{path} 尚无密钥 · this log has no keys yet, so there is nothing to change",
                "bihuan serve 首次启动时生成 · bihuan serve makes them when it first starts",
            )
        leadership = leadership_of(ledger.recorder.engine)
        try:
            if not leadership.held():
                raise fail(
                    "另一进程正在发布检查点 · another process publishes checkpoints of this log",
                    "先停止 bihuan serve，再运行此命令 · stop bihuan serve first, then run this again",
                )
            published = change_keys(ledger, path, places_of(ledger, settings), reason)
        except (TransparencyError, OSError) as error:
            raise fail(
                f"密钥未更换 · the keys were not changed: {error}",
                "排除后重新运行同一命令 · mend it and run the same command again",
            ) from None
        finally:
            leadership.release()
    out.print(f"✓ 新密钥已生效 · new keys, announced under a checkpoint of {published.checkpoint.size} facts")


def change_keys(ledger: Ledger, path: Path, places: list[Place], reason: str) -> Published:
    """Put new keys in the place of the old; each step may have been done by a run that was cut short.

    The checkpoint that covers the fact is signed by both, so whoever trusts the old key is handed the new one.
    Raises TransparencyError or OSError, and then the old keys are still those of the log.
    """
    origin, coming = ledger.opened.origin, next_path(path)
    old = read_keys(path, origin)
    new = read_keys(coming, origin) if coming.exists() else LogKeys.generate(origin, old.verifiers)
    fact = _changed(new, reason)
    write_keys(coming, new)
    ledger.state_itself(fact, f"log_key.changed {new.log.verifier.public.hex()}")
    store = TreeStore(ledger.recorder.engine)
    both = Sequencer(old.log, store, places, old.of_checkpoints[1:], successor=new.log)
    published = both.publish(ledger.recorder.now())
    coming.replace(path)
    sync(path.parent)
    return published


def _changed(new: LogKeys, reason: str) -> LogKey.Changed:
    """The fact; raises InvalidError for a reason that cannot be recorded, before there are new keys."""
    keys = {"key": new.log.verifier.text, "receipt_key": new.receipts.verifier.text}
    findings: list[Finding] = []
    fact = read_data(LogKey.Changed, {**keys, "reason": reason}, "", findings)
    if not isinstance(fact, LogKey.Changed):
        raise InvalidError(*findings)
    return fact
