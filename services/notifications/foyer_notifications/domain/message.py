"""A message: one text for one address, from its making to its being sent or given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from foyer_shared.basics.ids import new_id

from foyer_notifications.domain.business import Business
from foyer_notifications.domain.catalogue import MessageKind
from foyer_notifications.domain.mail import Content


class State(StrEnum):
    """Where a message is. `held`, `suppressed`, `sent`, `failed` and `bounced` are ends; so is `uncertain`,
    in which the mail server had all of it and did not answer, unless one more try is to come.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    HELD = "held"
    SUPPRESSED = "suppressed"
    FAILED = "failed"
    BOUNCED = "bounced"
    UNCERTAIN = "uncertain"


class Delivery(StrEnum):
    """What a customer asks about a message."""

    SENT = "sent"
    UNDER_WAY = "under_way"
    NOT_SENT = "not_sent"

    @property
    def states(self) -> frozenset[State]:
        """The states that are this."""
        return _STATES[self]


_STATES = {
    Delivery.SENT: frozenset({State.SENT, State.UNCERTAIN}),
    Delivery.UNDER_WAY: frozenset({State.QUEUED, State.SENDING}),
    Delivery.NOT_SENT: frozenset({State.FAILED, State.BOUNCED, State.SUPPRESSED}),
}


class Suppression(StrEnum):
    """Why a message is only recorded."""

    SWITCHED_OFF = "switched_off"
    ADDRESS_BOUNCED = "address_bounced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message with what may be kept of its words.

    `sealed` holds the encrypted words of a confidential message until it is sent or given up; `content` is
    what anybody may see. `created_at` is the business's time, the other moments are real. `traceparent` is
    where in which trace it was made: sending goes on from there.
    """

    id: str
    version: int
    business_id: str
    customer_id: str | None
    kind: str
    cause: str
    to: str
    cc: tuple[str, ...] = ()
    language: str
    sender_name: str
    reply_to: str
    content: Content
    sealed: bytes | None
    state: State
    attempts: int
    next_try_at: datetime | None
    give_up_at: datetime
    message_id: str
    created_at: datetime
    recorded_at: datetime
    sent_at: datetime | None
    failure: str | None
    traceparent: str | None
    suppressed_because: Suppression | None = None
    unsubscribe_page: str | None = None
    """Where its category can be switched off; None: nowhere, it is mandatory."""
    uncertain_at: datetime | None = None
    """When the mail server first had all of it and did not answer."""
    ticket_id: str | None = None
    """What an answer to it belongs to."""

    def business_time(self, real: datetime) -> datetime:
        """The business's clock at a real moment: as far ahead or behind as when the message was made."""
        return self.created_at + (real - self.recorded_at)

    @property
    def thread(self) -> str | None:
        """What all mails about the same ticket name, as if it were the mail that they answer."""
        return f"<{self.ticket_id}@{self.message_id.rpartition('@')[2]}" if self.ticket_id else None


def new_message(
    kind: MessageKind,
    *,
    business: Business,
    customer_id: str | None,
    cause: str | None,
    to: str,
    language: str,
    content: Content,
    sealed: bytes | None,
    useful_for: timedelta,
    now: datetime,
    real: datetime,
    cc: tuple[str, ...] = (),
    happened_at: datetime | None = None,
    traceparent: str | None = None,
    suppressed_because: Suppression | None = None,
    ticket_id: str | None = None,
) -> Message:
    """A message that waits to be sent, or is only recorded: while the business's mail is held, and when it is
    about what happened (at `happened_at`, if that is not `now`) while it was; and when it is suppressed.
    """
    if not business.mails_what_happened(happened_at or now):
        state = State.HELD
    else:
        state = State.SUPPRESSED if suppressed_because else State.QUEUED
    waits = state is State.QUEUED
    identity = new_id("msg")
    return Message(
        id=identity,
        version=1,
        business_id=business.id,
        customer_id=customer_id,
        kind=kind.key,
        cause=cause or identity,
        to=to,
        cc=cc,
        language=language,
        sender_name=business.name,
        reply_to=business.support_email,
        content=content,
        sealed=sealed if waits else None,
        state=state,
        attempts=0,
        next_try_at=real if waits else None,
        give_up_at=real + useful_for,
        message_id=f"<{identity}@{business.host}>",
        created_at=now,
        recorded_at=real,
        sent_at=None,
        failure=None,
        traceparent=traceparent,
        unsubscribe_page=None if kind.mandatory else business.page("/unsubscribe"),
        suppressed_because=suppressed_because if state is State.SUPPRESSED else None,
        ticket_id=ticket_id,
    )
