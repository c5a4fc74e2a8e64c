"""Settings, all from the environment, all with the prefix BIHUAN_ (docs/settings.md; a test compares the two)."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

PREFIX = "BIHUAN_"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation decides. The names are those of the environment without the prefix, in lower case."""

    database_url: str = "sqlite:///bihuan.db"
    ledger_origin: str = "localhost/bihuan"
    operator: str | None = None
    log_key_file: str | None = None
    checkpoint_copies: str | None = None
    max_body_bytes: int = 8 * 1024 * 1024
    stream_heartbeat_s: float = 15
    files: str | None = None
    max_file_bytes: int = 32 * 1024 * 1024
    file_quota_bytes: int = 10 * 1024 * 1024 * 1024


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of an environment; raises ValueError for a value that is not of its kind."""
    given: dict[str, object] = {}
    for field in fields(Settings):
        name = PREFIX + field.name.upper()
        text = environment.get(name)
        if text is not None:
            given[field.name] = text if "str" in str(field.type) else _whole_number(name, text)
    return Settings(**given)  # type: ignore[arg-type]


def _whole_number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) == 0:
        unit = "seconds" if name.endswith("_S") else "bytes"
        raise ValueError(f"{name} is a number of {unit}, not {text!r}")
    return int(text)
