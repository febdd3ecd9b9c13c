"""Looks whether one more file may come."""

from foyer_shared.storage.work import Work

from foyer_support.domain.attachment import MOST_WAITING
from foyer_support.domain.errors import TooManyUploads
from foyer_support.domain.side import Side
from foyer_support.storage.attachments import Attachments


async def check_uploads(work: Work, customer_id: str, by: Side) -> None:
    """Raises TooManyUploads while many wait for something to come with: nobody fills the store that way."""
    if await Attachments(work.session).count_waiting(work.scope, customer_id, by) >= MOST_WAITING:
        raise TooManyUploads("Many files have come. Send what they belong to first.")
