"""All that was typed into a form, for a page whose inputs depend on what it shows."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request


async def _typed(request: Request) -> Mapping[str, str]:
    form = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str)}


Typed = Annotated[Mapping[str, str], Depends(_typed)]
"""By the name of each input; files are left out."""
