"""The key that a form gets when it is rendered, so that sending it twice is one command."""

import secrets


def new_form_key() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(16)
