"""Sealing: what tells who a customer is lies encrypted in the database, under keys that are kept outside it.

A sealed text is `s1.KEY.…`: the id of its key, then nonce and AES-256-GCM ciphertext in base64. It opens only in the
place (`table.column`) that it was sealed for. Equal words seal differently each time; what must be found again has a
fingerprint beside it, which only a holder of the key can make.
"""

import hmac
import os
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sqlalchemy import Dialect

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MARK = "s1."
KEY_BYTES = 32
_NONCE_BYTES, _FINGERPRINT_BYTES, _ID_LETTERS = 12, 16, 12


class CannotOpen(Exception):
    """A value cannot be read with the keys at hand, or there is none; the message is one sentence with the remedy."""


class NoKeys(ValueError):
    """What was given is no list of keys; the message says which of them is wrong, and tells none of them."""


@dataclass(frozen=True)
class DataKey:
    """One key. What is used is derived from it, a key for each purpose; its id tells keys apart and betrays nothing."""

    secret: bytes = field(repr=False)

    @cached_property
    def id(self) -> str:
        """Twelve letters that only this key has."""
        return self._derived("id").hex()[:_ID_LETTERS]

    @cached_property
    def cipher(self) -> "AESGCM":
        """Encrypts and tells whether anything was changed. https://cryptography.io/en/latest/hazmat/primitives/aead/"""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # loaded with the first value, not at the start

        return AESGCM(self._derived("seal"))

    @cached_property
    def fingerprinting(self) -> bytes:
        """The secret of the fingerprints."""
        return self._derived("fingerprint")

    @cached_property
    def page(self) -> bytes:
        """The secret that signs the passes to the managers' page."""
        return self._derived("page")

    def _derived(self, purpose: str) -> bytes:
        return hmac.digest(self.secret, f"review desk: {purpose}".encode(), "sha256")


@dataclass(frozen=True)
class KeyRing:
    """The keys of one desk: the first seals, all of them open."""

    keys: tuple[DataKey, ...]

    @property
    def first(self) -> DataKey:
        """The one that seals."""
        return self.keys[0]

    def seal(self, words: str, place: str) -> str:
        """The words as they may lie in `place`, such as `review.customer_name`."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = nonce + self.first.cipher.encrypt(nonce, words.encode(), place.encode())
        return f"{MARK}{self.first.id}.{urlsafe_b64encode(sealed).decode()}"

    def open(self, sealed: str, place: str) -> str:
        """The words again. Raises `CannotOpen` for a key that is not ours, and for what was changed or moved here."""
        from cryptography.exceptions import InvalidTag  # loaded with the first value

        key = self._key_of(sealed, place)
        try:
            raw = urlsafe_b64decode(sealed.rpartition(".")[2])
            return key.cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], place.encode()).decode()
        except (InvalidTag, ValueError):
            raise CannotOpen(f"a value in {place} was changed outside the desk: restore a backup") from None

    def fingerprint(self, words: str, place: str) -> str:
        """By what the words can be found again: equal for equal words, however they are spelt or spaced."""
        return _fingerprint(self.first, words, place)

    def fingerprints(self, words: str, place: str) -> list[str]:
        """The same under each key: what was not sealed anew yet has that of an older one."""
        return [_fingerprint(key, words, place) for key in self.keys]

    def _key_of(self, sealed: str, place: str) -> DataKey:
        mark, _, rest = sealed.partition(".")
        wanted = rest.partition(".")[0]
        found = next((key for key in self.keys if key.id == wanted), None) if f"{mark}." == MARK else None
        if found is None:
            raise CannotOpen(
                f"a value in {place} is sealed under another key: put it back into DATA_KEY, as the second"
            )
        return found


def ring_from(words: str) -> KeyRing | None:
    """The keys written in a text, with blanks or line ends between them; None where there are none.

    A key is 32 random bytes in base64, of either alphabet. Raises `NoKeys`.
    """
    keys = tuple(_read(word, number) for number, word in enumerate(words.split(), 1))
    return KeyRing(keys) if keys else None


def new_key() -> str:
    """A fresh key, as it is written."""
    return urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()


def give(dialect: Dialect, ring: KeyRing) -> None:
    """Values of this dialect's engine are sealed with these keys from now on."""
    _RINGS[dialect] = ring


def ring_of(dialect: Dialect) -> KeyRing:
    """The keys of an engine; `CannotOpen` where none were given."""
    try:
        return _RINGS[dialect]
    except KeyError:
        raise CannotOpen("there is no key for what identifies customers: set DATA_KEY or DATA_KEY_FILE") from None


_RINGS: WeakKeyDictionary[Dialect, KeyRing] = WeakKeyDictionary()


def _fingerprint(key: DataKey, words: str, place: str) -> str:
    plain = " ".join(unicodedata.normalize("NFKC", words).casefold().split())
    digest = hmac.digest(key.fingerprinting, f"{place}\0{plain}".encode(), "sha256")
    return urlsafe_b64encode(digest[:_FINGERPRINT_BYTES]).decode().rstrip("=")


def _read(word: str, number: int) -> DataKey:
    try:
        secret = urlsafe_b64decode(word.replace("+", "-").replace("/", "_").rstrip("=") + "=")
    except (NotBase64, ValueError):
        secret = b""
    if len(secret) != KEY_BYTES:
        raise NoKeys(f"key {number} is not 32 bytes in base64; `python app.py key` prints a new one")
    return DataKey(secret)
