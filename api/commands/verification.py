"""`bihuan verify`: whether all of the log is sound, and still the one that was published."""

from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from api.commands.bundle_verification import verify_bundle
from api.commands.console import err, explained, fail, open_ledger, out, progress_bar, settings_of_environment
from api.log_keys import key_path, read_keys
from api.publishing import places_of
from ledger.log import Ledger
from ledger.published import NotAsPublished, check_published
from ledger.store.tree import TreeStore
from ledger.store.verification import verify as verify_log
from ledger.transparency.errors import TransparencyError


class Found(NamedTuple):
    """How many facts are sound, and what is not: from which position to which, and why."""

    size: int
    fault: NotAsPublished | None


def verify(
    bundle: Annotated[Path | None, typer.Argument(help="证据包 · BUNDLE.zip", exists=True, dir_okay=False)] = None,
    log_key: Annotated[
        Path | None,
        typer.Option(help="可信来源的账本公钥 · the log's public keys, from a trusted source", exists=True),
    ] = None,
) -> None:
    """核验整个账本及其发布内容，或离线核验一个证据包 · verify the whole ledger, or one evidence bundle offline."""
    if bundle is not None:
        verify_bundle(bundle, log_key)
        return
    found = verify_ledger()
    if found.fault is not None:
        raise fail(told(found.fault))
    out.print(f"✓ {found.size} 条事实完好 · {found.size} facts are sound")


def verify_ledger() -> Found:
    """The log of this environment against itself, then against every checkpoint and place outside."""
    with explained(), open_ledger() as ledger:
        size = ledger.head()[0]
        with progress_bar("条 facts") as progress:
            task = progress.add_task("verify", total=size)
            for verified in verify_log(ledger.recorder.engine, ledger.recorded_heads()):
                progress.update(task, completed=verified.size)
        if verified.fault is not None:
            position, why = verified.fault
            return Found(verified.size, NotAsPublished(position, position, why))
        return Found(verified.size, _not_as_published(ledger))


def told(fault: NotAsPublished) -> str:
    """Where it is and why, in words."""
    if fault.position == fault.until:
        return f"第 {fault.position} 条 · position {fault.position}: {fault.why}"
    span = f"{fault.position}–{fault.until}"
    return f"第 {span} 条之间 · between positions {span}: {fault.why}"


def _not_as_published(ledger: Ledger) -> NotAsPublished | None:
    """Compare with what was published, where this installation has the log's key and so ever published."""
    settings = settings_of_environment()
    path = key_path(ledger, settings)
    if not path.exists():
        err.print("没有日志密钥，未核对检查点 · no key file here, so no checkpoint was compared", markup=False)
        return None
    try:
        keys = read_keys(path, ledger.opened.origin)
    except TransparencyError as error:
        raise fail(
            f"BIHUAN_LOG_KEY_FILE 无法使用 · the log's key cannot be used: {error}",
            "恢复该账本自己的密钥文件 · put this log's own key file back",
        ) from None
    places = places_of(ledger, settings)
    for place in places:
        if place.latest() is None:
            err.print(f"{place} 没有检查点 · no checkpoint is kept there", markup=False)
    return check_published(TreeStore(ledger.recorder.engine), keys.of_checkpoints, places)
