"""What happened to an announcement, told to whom it is for."""

from dataclasses import asdict
from typing import Any

from foyer_shared.contracts.notifications import (
    AnnouncementData,
    AnnouncementPublished,
    AnnouncementUpdated,
    AnnouncementWithdrawn,
    AnnouncementWordsData,
)
from foyer_shared.storage.work import Work

from foyer_notifications.domain.announcement import Announcement


def tell_announcement(
    work: Work,
    event: type[AnnouncementPublished | AnnouncementUpdated | AnnouncementWithdrawn],
    announcement: Announcement,
    **facts: Any,
) -> None:
    """As it is after it, with the event's own facts: to one customer's pages if it is for that one, else to
    all of the business's.
    """
    work.announce(
        event(announcement=_data(announcement), **facts),
        subject=announcement.id,
        version=announcement.version,
        customer_id=announcement.customer_id,
    )


def _data(announcement: Announcement) -> AnnouncementData:
    details = announcement.details
    return AnnouncementData(
        announcement_id=announcement.id,
        level=details.level.value,
        title=details.words.title,
        text=details.words.text,
        translations={
            tag: AnnouncementWordsData(**asdict(words)) for tag, words in details.translations.items()
        },
        product_id=announcement.product_id,
        customer_id=announcement.customer_id,
        shown_from=details.shown_from,
        shown_until=details.shown_until,
        dismissible=details.dismissible,
    )
