"""A unit of work: one transaction on behalf of one origin, and the events that commit with it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.ids import new_id
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.telemetry.traces import current_traceparent


@dataclass(frozen=True, slots=True)
class Announcement:
    """An event that will be in the outbox when the work commits."""

    envelope: Envelope

    def as_row(self) -> dict[str, Any]:
        """Its outbox row."""
        return {
            "message_id": self.envelope.id,
            "routing_key": self.envelope.routing_key(),
            "body": self.envelope.model_dump_json(exclude_none=True).encode(),
            "headers": {"traceparent": self.envelope.traceparent} if self.envelope.traceparent else {},
        }


class Work:
    """What a use case is given: the session, who asks, what time it is, and a way to announce."""

    def __init__(self, session: AsyncSession, origin: Origin) -> None:
        self.session = session
        self.origin = origin
        self.announced: list[Announcement] = []
        self.after_commit: list[Callable[[], None]] = []
        """Called once this has committed, never otherwise; what is called neither waits nor raises."""

    @property
    def scope(self) -> Scope:
        """What may be touched."""
        return self.origin.scope

    @property
    def now(self) -> datetime:
        """The business's time."""
        return self.origin.now

    @property
    def actor(self) -> Actor:
        """Who does it."""
        return self.origin.actor

    def announce(self, event: Event, *, subject: str, version: int, customer_id: str | None = None) -> None:
        """Tell the other services once this has committed; `version` is the subject's after the change."""
        self._announce(event, subject, version, customer_id)

    def reannounce(self, event: Event, *, subject: str, version: int, customer_id: str | None = None) -> None:
        """Tell again what the subject is in its present version, though nothing has happened to it.

        Only what is read as a copy can be told again; TypeError for a fact, which would happen once more.
        """
        if event.reading != "copy":
            raise TypeError(f"{event.type} is a fact")
        self._announce(event, subject, version, customer_id, reannounced=True)

    def _announce(
        self,
        event: Event,
        subject: str,
        version: int,
        customer_id: str | None,
        *,
        reannounced: Literal[True] | None = None,
    ) -> None:
        self.announced.append(
            Announcement(
                Envelope(
                    id=new_id("evt"),
                    source=f"/{event.owner}",
                    type=event.type,
                    time=real_now(),
                    subject=subject,
                    subjectversion=version,
                    businessid=self.scope.business_id,
                    customerid=customer_id,
                    actor=str(self.actor),
                    causationid=self.origin.causation_id,
                    reannounced=reannounced,
                    businesstime=self.now,
                    traceparent=current_traceparent(),
                    data=event.model_dump(mode="json"),
                )
            )
        )
