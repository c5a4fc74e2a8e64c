"""Ed25519 keys of signed notes: c2sp.org/signed-note, signature type 0x01, in the text forms of Go's sumdb/note."""

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.transparency.errors import KeyFormatError
from ledger.transparency.notation import read_base64, write_base64

ED25519: Final = b"\x01"
_KEY_BYTES: Final = 32
_PRIVATE: Final = "PRIVATE+KEY+"
_KEY_TEXT: Final = re.compile(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)")


def is_key_name(name: str) -> bool:
    """Not empty, no Unicode space, no plus, nothing that a note may not hold."""
    return name != "" and not any(c.isspace() or c == "+" or c < " " or "\ud800" <= c <= "\udfff" for c in name)


@dataclass(frozen=True)
class Verifier:
    """What it takes to check a key's signatures: its name and its public key."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        _must_be_a_key(self.name, self.public)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The verifier that `text` gives: name+ID+base64(0x01 ‖ public key)."""
        name, key_id, public = _parse(text)
        verifier = cls(name, public)
        if verifier.key_id != key_id:
            raise KeyFormatError(f"the key of {name} has the ID {verifier.key_id.hex()}, not {key_id.hex()}")
        return verifier

    @property
    def text(self) -> str:
        """What is published."""
        return f"{self.name}+{self.key_id.hex()}+{write_base64(ED25519 + self.public)}"

    @cached_property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key): a label, not a safeguard."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether the signature is by this key over these bytes (RFC 8032)."""
        try:
            self._key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    @cached_property
    def _key(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self.public)


@dataclass(frozen=True)
class NoteKey:
    """A key that signs notes. Its seed is a secret: it is in `private_text` and is not shown otherwise."""

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        _must_be_a_key(self.name, self.seed)

    @classmethod
    def generate(cls, name: str) -> Self:
        """A new key, drawn at random."""
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, private_text: str) -> Self:
        """The key that `private_text` gives. Nothing of it is repeated where it is refused."""
        if not private_text.startswith(_PRIVATE):
            raise KeyFormatError(f"a signing key begins with {_PRIVATE}")
        name, key_id, seed = _parse(private_text.removeprefix(_PRIVATE))
        key = cls(name, seed)
        if key.verifier.key_id != key_id:
            raise KeyFormatError("the signing key does not have the ID that stands in its text")
        return key

    @property
    def private_text(self) -> str:
        """What is kept: PRIVATE+KEY+name+ID+base64(0x01 ‖ seed)."""
        return f"{_PRIVATE}{self.name}+{self.verifier.key_id.hex()}+{write_base64(ED25519 + self.seed)}"

    @cached_property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, self._key.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the signature (RFC 8032): the same for the same bytes."""
        return self._key.sign(message)

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def _must_be_a_key(name: str, key: bytes) -> None:
    if not is_key_name(name):
        raise KeyFormatError(f"the name of a key is not empty and has no space and no plus: {name!r}")
    if len(key) != _KEY_BYTES:
        raise KeyFormatError(f"an Ed25519 key has {_KEY_BYTES} bytes, not {len(key)}")


def _parse(text: str) -> tuple[str, bytes, bytes]:
    match = _KEY_TEXT.fullmatch(text)
    if match is None:
        raise KeyFormatError("the text of a key is name+ID+key, the ID in eight hexadecimal digits")
    name, key_id, encoded = match.groups()
    key = read_base64(encoded)
    if key is None or key[:1] != ED25519:
        raise KeyFormatError(f"what follows the ID of {name} is not an Ed25519 key in base64")
    return name, bytes.fromhex(key_id), key[1:]
