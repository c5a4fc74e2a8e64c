"""What can be wrong with a proof. Its checker is told so; no poster is refused by it, so it is no BihuanError."""


class TransparencyError(Exception):
    """Anything that keeps something from being proven; the text says what, in words for whoever checks."""


class KeyFormatError(TransparencyError):
    """Raised when the text of a key, or its name, is not of the form of c2sp.org/signed-note."""


class NoteError(TransparencyError):
    """Raised when bytes are no signed note, or a note could not be made of a text."""


class UnsignedError(NoteError):
    """Raised when no known key has signed a note: it may be well-formed, and proves nothing."""


class BadSignatureError(NoteError):
    """Raised when a signature that names a known key is not by that key over that text."""


class CheckpointError(TransparencyError):
    """Raised when a text is no checkpoint, or is the checkpoint of another log."""


class TileError(TransparencyError):
    """Raised when a path names no tile, or a tile has not the hashes that the size of the tree asks for."""


class ProofError(TransparencyError):
    """Raised when a proof does not prove: a hash too many, one too few, another root, another form."""


class ForkError(TransparencyError):
    """Raised when what was published is not what the log passed through: it was rewritten or taken back."""


class BundleError(TransparencyError):
    """Raised for the first thing that is wrong with an evidence bundle: `place` is a file of it, `why` says what."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(f"{place}: {why}")
        self.place = place
        self.why = why
