"""The words of a confidential message while they wait in the database."""

import json
from dataclasses import asdict

from foyer_shared.storage.sealing import Seal

from foyer_notifications.domain.mail import Content


def seal_words(content: Content, seal: Seal) -> bytes:
    """Encrypt them."""
    return seal.seal(json.dumps(asdict(content)))


def open_words(sealed: bytes, seal: Seal) -> Content:
    """Read them again; raises SealedWithAnotherKey."""
    return Content(**json.loads(seal.open(sealed)))
