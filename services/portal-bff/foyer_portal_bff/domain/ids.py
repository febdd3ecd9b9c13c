"""Ids as they come in with an address."""

import re

from foyer_shared.basics.errors import NotFound

_FORM = re.compile(r"[A-Za-z0-9_]{1,100}")


class NothingOfThisId(NotFound):
    """It has not the form of an id, so that nothing can have it."""

    code = "not_found"


def path_id(text: str) -> str:
    """The id as one step of a path, which it cannot leave; raises `NothingOfThisId`."""
    if _FORM.fullmatch(text) is None:
        raise NothingOfThisId("There is nothing here.")
    return text
