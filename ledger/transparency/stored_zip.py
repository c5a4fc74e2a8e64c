"""A zip with one spelling: nothing compressed, no times, no rights, no comments; each byte is accounted for.

Any tool opens it. The reader here writes the same files again and compares: so no byte can be changed between the
files, no name can stand twice, and nothing can swell when it is unpacked.
"""

import struct
import zlib
from collections.abc import Mapping
from typing import Final

from ledger.transparency.errors import BundleError

MAX_BYTES: Final = 256 * 1024 * 1024
MAX_FILES: Final = 65_000
ARCHIVE: Final = "zip"
"""What a fault of the archive itself is said of."""

_LOCAL: Final = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL: Final = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END: Final = struct.Struct("<4sHHHHIIH")
_VERSION: Final = 10
_DAY: Final = 0x0021
"""1980-01-01, the first day that a zip can name."""


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """The archive of these files in this order; raises BundleError where they are too many or too large."""
    if len(files) > MAX_FILES:
        raise BundleError(ARCHIVE, f"it has {len(files)} files, at most {MAX_FILES}")
    local, central, at = [], [], 0
    for name, data in files.items():
        encoded = name.encode("ascii")
        place = (0, 0, 0, _DAY, zlib.crc32(data), len(data), len(data), len(encoded), 0)
        local += [_LOCAL.pack(b"PK\x03\x04", _VERSION, *place), encoded, data]
        central += [_CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, *place, 0, 0, 0, 0, at), encoded]
        at += _LOCAL.size + len(encoded) + len(data)
    directory = b"".join(central)
    if at + len(directory) + _END.size > MAX_BYTES:
        raise BundleError(ARCHIVE, f"it has more than {MAX_BYTES} bytes")
    end = _END.pack(b"PK\x05\x06", 0, 0, len(files), len(files), len(directory), at, 0)
    return b"".join([*local, directory, end])


def read_zip(archive: bytes) -> dict[str, bytes]:
    """The files in their order; raises BundleError for any archive that `write_zip` does not write."""
    if len(archive) > MAX_BYTES:
        raise BundleError(ARCHIVE, f"it has {len(archive)} bytes, a bundle has at most {MAX_BYTES}")
    files: dict[str, bytes] = {}
    at = 0
    while archive.startswith(b"PK\x03\x04", at):
        if len(archive) < at + _LOCAL.size:
            raise BundleError(ARCHIVE, "it ends within a header")
        *_, size, length, _extra = _LOCAL.unpack_from(archive, at)
        start = at + _LOCAL.size
        at = start + length + size
        name = archive[start : start + length].decode("ascii", "replace")
        if name in files:
            raise BundleError(name, "the archive holds it twice")
        files[name] = archive[start + length : at]
    if not all(name.isascii() for name in files) or write_zip(files) != archive:
        raise BundleError(ARCHIVE, "it is not written as bundles are: bytes between its files were changed or added")
    return files
