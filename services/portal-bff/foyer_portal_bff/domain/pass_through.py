"""What the portal passes on without looking into it: a provider's webhooks, and the sandbox's pages."""

import re

from foyer_shared.basics.errors import NotFound

SANDBOX_PAGES = re.compile(r"(pay|set-up)/[a-z0-9_]{1,100}|look\.css")
"""What of the sandbox provider customers meet, never its API."""

_PROVIDER = re.compile(r"[a-z]{1,30}")
_ACCOUNT = re.compile(r"[a-z0-9_]{1,100}")


class NothingHere(NotFound):
    """No such page, or no such account: nobody is told which."""

    code = "not_found"


def check_webhook(provider: str, account: str) -> None:
    """Raises NothingHere for what cannot be one."""
    if not (_PROVIDER.fullmatch(provider) and _ACCOUNT.fullmatch(account)):
        raise NothingHere("There is no such address.")


def check_sandbox_page(path: str, *, mode: str) -> None:
    """Raises NothingHere, for whatever there is in a live business as well."""
    if mode != "sandbox" or not SANDBOX_PAGES.fullmatch(path):
        raise NothingHere("There is no such page.")
