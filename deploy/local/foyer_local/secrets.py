"""The keys of this installation: made at the first start, kept in the data folder for this user only."""

import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet
from foyer_shared.http.callers import new_key_pair


@dataclass(frozen=True, slots=True)
class LocalSecrets:
    """What the processes sign, seal and hash with."""

    caller_private_key: Path
    caller_keys: Path
    seal_key: str
    hash_key: str
    file_link_key: str
    reply_key: str
    installation_key: str
    demo_api_key: str
    contoso_api_key: str


def local_secrets(folder: Path) -> LocalSecrets:
    """Those of the folder; what is missing is made."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    private, public = folder / "caller_private.jwk", folder / "caller_keys.jwks"
    if not (private.exists() and public.exists()):
        private_jwk, public_jwks = new_key_pair()
        _write(private, private_jwk)
        _write(public, public_jwks)
    return LocalSecrets(
        caller_private_key=private,
        caller_keys=public,
        seal_key=kept(folder / "seal.key", Fernet.generate_key().decode()),
        hash_key=kept(folder / "hash.key", secrets.token_urlsafe(32)),
        file_link_key=kept(folder / "file_link.key", secrets.token_urlsafe(32)),
        reply_key=kept(folder / "reply.key", secrets.token_urlsafe(32)),
        installation_key=kept(folder / "installation.key", secrets.token_urlsafe(32)),
        demo_api_key=kept(folder / "demo_api.key", f"foyer_sk_{secrets.token_urlsafe(24)}"),
        contoso_api_key=kept(folder / "contoso_api.key", f"foyer_sk_{secrets.token_urlsafe(24)}"),
    )


def kept(path: Path, new: str) -> str:
    """What the file says; a file that is missing is made with `new` in it."""
    if not path.exists():
        _write(path, new)
    return path.read_text()


def _write(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text)
