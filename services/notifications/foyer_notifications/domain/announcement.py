"""Announcements: what a business tells its customers in the portal, from when, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from foyer_shared.basics.errors import Conflict, Invalid, NotFound
from foyer_shared.basics.ids import new_id

from foyer_notifications.domain.languages import TRANSLATED

_LONGEST_TITLE, _LONGEST_TEXT = 120, 2_000


class AnnouncementNotFound(NotFound):
    """There is no such announcement for whoever asks."""

    code = "announcement_not_found"


class AnnouncementTitleMalformed(Invalid):
    """A title has 1 to 120 characters."""

    code = "announcement_title_malformed"


class AnnouncementTextTooLong(Invalid):
    """A text has at most 2,000 characters."""

    code = "announcement_text_too_long"


class AnnouncementLanguageUnknown(Invalid):
    """Nobody reads the portal or its mails in this language."""

    code = "announcement_language_unknown"


class AnnouncementEndsTooEarly(Invalid):
    """It would end before it begins."""

    code = "announcement_ends_too_early"


class AnnouncementIsOver(Invalid):
    """It would end in the past."""

    code = "announcement_is_over"


class AnnouncementForTwo(Invalid):
    """It is for all customers, for those of a product, or for one."""

    code = "announcement_for_two"


class AnnouncementProductUnknown(Invalid):
    """The business has no such product."""

    code = "announcement_product_unknown"


class AnnouncementNotDismissible(Conflict):
    """It stays until its time is over."""

    code = "announcement_not_dismissible"


class Level(StrEnum):
    """How much it matters."""

    INFO = "info"
    WARNING = "warning"
    ALERT = "alert"


class AnnouncementStatus(StrEnum):
    """Whether customers see it: only what is `active`."""

    SCHEDULED = "scheduled"
    ACTIVE = "active"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What it says in one language; the text is Markdown and may be empty."""

    title: str
    text: str = ""

    def checked(self) -> "Words":
        """In the form in which they are kept.

        Raises AnnouncementTitleMalformed, AnnouncementTextTooLong.
        """
        title, text = " ".join(self.title.split()), self.text.strip()
        if not title or len(title) > _LONGEST_TITLE:
            raise AnnouncementTitleMalformed("A title has 1 to 120 characters.", field="title")
        if len(text) > _LONGEST_TEXT:
            raise AnnouncementTextTooLong("A text has at most 2,000 characters.", field="text")
        return Words(title=title, text=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementDetails:
    """What a business can change. `words` are in its language, or whichever it likes; `translations` are for
    those who read another.
    """

    level: Level
    words: Words
    translations: Mapping[str, Words] = field(default_factory=dict)
    shown_from: datetime
    shown_until: datetime | None = None
    dismissible: bool = True

    def checked(self, now: datetime) -> "AnnouncementDetails":
        """In the form in which they are kept.

        Raises what `Words.checked` raises, AnnouncementLanguageUnknown, AnnouncementEndsTooEarly,
        AnnouncementIsOver.
        """
        for language in self.translations:
            if language not in TRANSLATED:
                known = ", ".join(sorted(TRANSLATED))
                raise AnnouncementLanguageUnknown(f"Languages are {known}.", field="translations")
        if self.shown_until and self.shown_until <= self.shown_from:
            raise AnnouncementEndsTooEarly("It ends before it begins.", field="shown_until")
        if self.shown_until and self.shown_until <= now:
            raise AnnouncementIsOver("It ends in the past.", field="shown_until")
        return replace(
            self,
            words=self.words.checked(),
            translations={tag: words.checked() for tag, words in self.translations.items()},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """An announcement: for those with a live subscription to `product_id`, for one customer, or for all.
    `told` is what customers were last told of it, and lags behind its clock by a moment.
    """

    id: str
    business_id: str
    version: int
    details: AnnouncementDetails
    product_id: str | None
    customer_id: str | None
    created_at: datetime
    told: AnnouncementStatus

    @property
    def due_at(self) -> datetime | None:
        """When customers are to be told next."""
        match self.told:
            case AnnouncementStatus.SCHEDULED:
                return self.details.shown_from
            case AnnouncementStatus.ACTIVE:
                return self.details.shown_until
            case AnnouncementStatus.OVER:
                return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What one reader has done with it."""

    announcement_id: str
    customer_id: str
    reader: str
    """Who: `login:lgn_…`, as actors are written."""
    read_at: datetime
    dismissed_at: datetime | None = None


def new_announcement(
    business_id: str,
    details: AnnouncementDetails,
    *,
    product_id: str | None,
    customer_id: str | None,
    now: datetime,
) -> Announcement:
    """Raises what `AnnouncementDetails.checked` raises, AnnouncementForTwo."""
    if product_id and customer_id:
        raise AnnouncementForTwo("Name a product or a customer, not both.", field="customer_id")
    checked = details.checked(now)
    return Announcement(
        id=new_id("ann"),
        business_id=business_id,
        version=1,
        details=checked,
        product_id=product_id,
        customer_id=customer_id,
        created_at=now,
        told=status_of(checked, now),
    )


def changed(announcement: Announcement, details: AnnouncementDetails, now: datetime) -> Announcement:
    """With other details; whom it is for stays. Raises what `AnnouncementDetails.checked` raises."""
    checked = details.checked(now)
    return replace(
        announcement, details=checked, told=status_of(checked, now), version=announcement.version + 1
    )


def moved_on(announcement: Announcement, now: datetime) -> Announcement:
    """As its clock has it; the same while nothing is due."""
    told = status_of(announcement.details, now)
    if told is announcement.told:
        return announcement
    return replace(announcement, told=told, version=announcement.version + 1)


def status_of(details: AnnouncementDetails, now: datetime) -> AnnouncementStatus:
    """From its first moment until before its last one customers see it."""
    if details.shown_until and details.shown_until <= now:
        return AnnouncementStatus.OVER
    return AnnouncementStatus.SCHEDULED if now < details.shown_from else AnnouncementStatus.ACTIVE


def check_dismissible(announcement: Announcement) -> None:
    """Raises AnnouncementNotDismissible."""
    if not announcement.details.dismissible:
        raise AnnouncementNotDismissible("This announcement stays until its time is over.")
