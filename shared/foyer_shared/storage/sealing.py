"""Sealed columns: text that lies encrypted in the database, an IBAN or a mail that is not sent yet."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class SealedWithAnotherKey(Exception):
    """None of our keys opens it: a key was taken away too early, or the column was changed."""


class Seal:
    """Seals with the first key and opens with any, so that a new key is put in front of the old ones."""

    def __init__(self, keys: Sequence[str]) -> None:
        """`keys` are Fernet keys: 32 bytes in URL-safe base64. ValueError for a bad one, or for none."""
        if not keys:
            raise ValueError("a seal needs at least one key")
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    def seal(self, text: str) -> bytes:
        """Encrypt and sign it; the same text looks different each time."""
        return self._fernet.encrypt(text.encode())

    def open(self, sealed: bytes) -> str:
        """The text again; raises SealedWithAnotherKey."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise SealedWithAnotherKey("none of the keys opens this column") from None


def new_seal_key() -> str:
    """A fresh key, for a first start and for rotation."""
    return Fernet.generate_key().decode()
