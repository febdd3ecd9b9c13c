"""Ids at this provider, which nobody can guess: whoever has a page's address may answer it."""

import secrets


def new_id(prefix: str) -> str:
    """128 random bits."""
    return f"{prefix}_{secrets.token_hex(16)}"
