"""The envelope of every event: CloudEvents 1.0 attributes in JSON, with Foyer's extensions."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

type_registry: dict[str, type["Event"]] = {}

Confidential = Annotated[str, Field(json_schema_extra={"confidential": True})]
"""Words that are never logged and never leave by webhook."""


class Contract(BaseModel):
    """A frozen piece of an event. Readers ignore what they do not know, so contracts may grow."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Event(Contract):
    """Base of all events. A subclass is named noun + past tense and states its type, owner and reading.

    `reading` says how a reader treats it: a `copy` is upserted when newer, a `fact` takes effect once.
    `public` events go out by webhook.
    """

    type: ClassVar[str]
    owner: ClassVar[str]
    reading: ClassVar[Literal["copy", "fact"]]
    public: ClassVar[bool]

    def __init_subclass__(
        cls,
        *,
        type: str,  # noqa: A002  The attribute's name in CloudEvents.
        owner: str,
        reading: Literal["copy", "fact"] = "fact",
        public: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init_subclass__(**kwargs)
        cls.type, cls.owner, cls.reading, cls.public = type, owner, reading, public
        if "." in type:
            type_registry[type] = cls

    @classmethod
    def routing_key(cls) -> str:
        """`<owner>.<noun>.<verb>`, what queues are bound by."""
        return f"{cls.owner}.{cls.type}"


class Envelope(Contract):
    """One event on its way: who, what, when, and the event's own data."""

    specversion: Literal["1.0"] = "1.0"
    id: str
    source: str
    type: str
    time: AwareDatetime
    subject: str
    subjectversion: int
    businessid: str
    customerid: str | None = None
    actor: str
    causationid: str | None = None
    reannounced: Literal[True] | None = None
    """Nothing has happened: the owner tells again what its subject is, for readers that lost their copy."""
    businesstime: AwareDatetime
    traceparent: str | None = None
    datacontenttype: Literal["application/json"] = "application/json"
    data: dict[str, Any]

    def routing_key(self) -> str:
        """What the bus routes by."""
        return f"{self.source.strip('/')}.{self.type}"

    def event(self) -> Event:
        """The event inside, as its contract; KeyError for a type that nobody declared."""
        return type_registry[self.type].model_validate(self.data)

    def happened_at(self) -> datetime:
        """The business's time of it."""
        return self.businesstime
