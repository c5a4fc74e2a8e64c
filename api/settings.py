"""Settings, all from the environment, all with the prefix BIHUAN_ (docs/settings.md; a test compares the two)."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import partial

PREFIX = "BIHUAN_"
LOG_FORMATS = ("json", "text", "none")

_ADDRESS = re.compile(r"https://[a-z0-9.-]+(:[0-9]{1,5})?/?", re.A)


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation decides. The names are those of the environment without the prefix, in lower case."""

    database_url: str = "sqlite:///bihuan.db"
    ledger_origin: str = "localhost/bihuan"
    operator: str | None = None
    log_key_file: str | None = None
    checkpoint_copies: str | None = None
    heads_every_s: int = 3600
    max_body_bytes: int = 8 * 1024 * 1024
    body_timeout_s: int = 30
    rate_limit: int = 500
    rate_burst: int = 1000
    log_format: str = "json"
    stream_heartbeat_s: float = 15
    files: str | None = None
    max_file_bytes: int = 32 * 1024 * 1024
    file_quota_bytes: int = 10 * 1024 * 1024 * 1024
    address: str | None = None
    session_idle_s: int = 1800
    session_max_s: int = 43_200
    sign_in_failures: int = 5
    sign_in_failures_of_address: int = 20
    sign_in_window_s: int = 900
    sign_in_wait_s: int = 30
    first_password_s: int = 604_800


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of an environment; raises ValueError for a value that is not of its kind."""
    given: dict[str, object] = {}
    for field in fields(Settings):
        name = PREFIX + field.name.upper()
        text = environment.get(name)
        if text is not None:
            given[field.name] = READERS.get(field.name, _as_given)(name, text)
    return Settings(**given)  # type: ignore[arg-type]


def _as_given(_: str, text: str) -> str:
    return text


def _whole(what: str, least: int, name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and least <= int(text) < 2**53):
        raise ValueError(f"{name} is {what}, not {text!r}")
    return int(text)


def _one_of(words: tuple[str, ...], name: str, text: str) -> str:
    if text not in words:
        raise ValueError(f"{name} is one of {', '.join(words)}, not {text!r}")
    return text


def _secure_address(name: str, text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise ValueError(f"{name} is https://HOST or https://HOST:PORT and nothing behind it, not {text!r}")
    return text.removesuffix("/").removesuffix(":443")


_seconds = partial(_whole, "a number of seconds, at least 1", 1)

READERS: dict[str, Callable[[str, str], object]] = {
    "max_body_bytes": partial(_whole, "a number of bytes", 0),
    "body_timeout_s": _seconds,
    "heads_every_s": _seconds,
    "stream_heartbeat_s": _seconds,
    "max_file_bytes": partial(_whole, "a number of bytes, at least 1", 1),
    "file_quota_bytes": partial(_whole, "a number of bytes, at least 1", 1),
    "rate_limit": partial(_whole, "a number of requests a second, 0 for no limit", 0),
    "rate_burst": partial(_whole, "a number of requests, at least 1", 1),
    "log_format": partial(_one_of, LOG_FORMATS),
    "address": _secure_address,
    "session_idle_s": _seconds,
    "session_max_s": _seconds,
    "sign_in_failures": partial(_whole, "a number of failures, at least 1", 1),
    "sign_in_failures_of_address": partial(_whole, "a number of failures, at least 1", 1),
    "sign_in_window_s": _seconds,
    "sign_in_wait_s": _seconds,
    "first_password_s": _seconds,
}
"""Settings that are more than text → how they are read."""
