"""What people write, as it comes in."""

from typing import Annotated

from foyer_shared.http.models import Body, showing
from pydantic import StringConstraints

AsWritten = Annotated[str, StringConstraints(strip_whitespace=False)]
"""Text that keeps its blanks: they mean something in Markdown."""


class NewReply(Body):
    """An answer on a ticket."""

    model_config = showing({"text": "We have sent you a new invoice."})

    text: AsWritten
    attachment_ids: tuple[str, ...] = ()
    """Of files that were sent before."""
