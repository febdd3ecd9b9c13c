"""Where a customer comes back to from a provider's page: a path of the portal, never another host."""

import re

from foyer_payments.domain.errors import ReturnPathMalformed

LONGEST = 500
ID = "{id}"
"""Stands in a path for the id of what is begun, which its caller does not know yet."""

_PATH = re.compile(r"/(?![/\\])[!-~]*")


def return_address(portal_url: str, path: str, made_id: str) -> str:
    """The whole URL; raises ReturnPathMalformed."""
    if len(path) > LONGEST or _PATH.fullmatch(path) is None or "\\" in path:
        raise ReturnPathMalformed(
            "A path of the portal begins with a single slash and has no blanks.", field="return_path"
        )
    return portal_url.rstrip("/") + path.replace(ID, made_id)
