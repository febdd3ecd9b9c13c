"""Word a message in the business's own way."""

from foyer_shared.storage.work import Work

from foyer_notifications.domain.own_text import OwnText
from foyer_notifications.gateways.own_words import check_own_text
from foyer_notifications.storage.own_texts import OwnTexts


async def word_message(work: Work, own: OwnText) -> None:
    """From the next mail on; raises what is wrong with the words."""
    check_own_text(own)
    await OwnTexts(work.session).save(own)
