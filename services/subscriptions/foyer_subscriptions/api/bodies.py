"""What comes in at the doors of subscriptions."""

from typing import Annotated, Any, ClassVar, Literal

from foyer_shared.http.models import Body, Moment, showing
from pydantic import Field

from foyer_subscriptions.api import examples
from foyer_subscriptions.api.discount_bodies import WithDiscountBody
from foyer_subscriptions.domain.cancel import CancelTiming
from foyer_subscriptions.domain.cancellation_reasons import Reason
from foyer_subscriptions.domain.declaration import Declaration
from foyer_subscriptions.domain.policy import PauseTiming
from foyer_subscriptions.domain.promise import Promise
from foyer_subscriptions.domain.subscribe import Terms
from foyer_subscriptions.domain.subscription import Collection, LinkedService, PausedBy

Name = Annotated[str, Field(min_length=1, max_length=200)]
Description = Annotated[str, Field(max_length=2_000)]


class ChangesBody(Body):
    """What is to change: a field that is left out stays; null empties the `clearable` ones."""

    clearable: ClassVar[frozenset[str]] = frozenset()

    def changes(self) -> dict[str, Any]:
        """The fields that were named, apart from nested changes."""
        return {
            name: getattr(self, name)
            for name in self.model_fields_set
            if not isinstance(getattr(self, name), ChangesBody)
            and (getattr(self, name) is not None or name in self.clearable)
        }


class ItemBody(Body):
    """One line of a new subscription."""

    price_id: str
    quantity: Annotated[int, Field(ge=1, le=10_000)] = 1


class LinkedServiceBody(Body):
    """Something that hangs on a subscription, with a link to it."""

    name: Name
    url: Annotated[str, Field(max_length=2_000, pattern=r"^https?://\S+$")]


LinkedServices = Annotated[list[LinkedServiceBody], Field(max_length=50)]


def linked_services_of(bodies: list[LinkedServiceBody]) -> tuple[LinkedService, ...]:
    """The same, for the domain."""
    return tuple(LinkedService(name=body.name, url=body.url) for body in bodies)


CustomValue = bool | int | float | Annotated[str, Field(max_length=2_000)] | None
CustomValues = Annotated[dict[Annotated[str, Field(max_length=40)], CustomValue], Field(max_length=50)]
"""By the fields' keys; null empties a field."""


class CustomValuesBody(Body):
    """What is to change of a subscription's custom fields; those that are not named stay."""

    model_config = showing(examples.CUSTOM_VALUES)

    custom_fields: CustomValues


class SubscriptionBody(WithDiscountBody):
    """A new subscription, perhaps with a discount. With `periods` it has a fixed term and is completed after
    it.

    With `backdate_start_date` it is imported: it began then, and its current period has been paid for.
    """

    model_config = showing(examples.SUBSCRIPTION, examples.IMPORTED_SUBSCRIPTION)

    customer_id: str
    items: Annotated[list[ItemBody], Field(min_length=1, max_length=20)]
    trial_days: Annotated[int, Field(ge=0, le=730)] = 0
    collection: Collection = Collection.AUTOMATIC
    periods: Annotated[int, Field(ge=1, le=1_200)] | None = None
    backdate_start_date: Moment | None = None
    linked_services: LinkedServices = Field(default_factory=list)
    custom_fields: CustomValues = Field(default_factory=dict)

    @property
    def terms(self) -> Terms:
        """What is agreed on beside the items."""
        return Terms(
            collection=self.collection,
            trial_days=self.trial_days,
            periods=self.periods,
            backdated_to=self.backdate_start_date,
            linked_services=linked_services_of(self.linked_services),
            custom_fields=self.custom_fields,
        )


class SubscriptionChangesBody(Body):
    """What is to change of a subscription: what is linked from then on, how its invoices are collected, and
    the fields that differ.
    """

    model_config = showing(examples.SUBSCRIPTION_CHANGES)

    linked_services: LinkedServices | None = None
    collection: Collection | None = None
    custom_fields: CustomValues = Field(default_factory=dict)


class ResumeBody(Body):
    """When a pause ends: now, unless another moment is named."""

    model_config = showing(examples.RESUME)

    resumes_at: Moment | None = None


class CancelBody(Body):
    """Why it is canceled, which may be left out; `when` is for those whom the policy does not bind.

    With the `promise` of what it would mean, it means that, or is refused as `cancellation_changed`.
    """

    model_config = showing(examples.CANCEL)

    reason: Annotated[str, Field(max_length=40)] | None = None
    message: Annotated[str, Field(max_length=2_000)] | None = None
    when: CancelTiming | None = None
    promise: Annotated[str, Field(max_length=60)] | None = None

    @property
    def promised(self) -> Promise | None:
        """The same, for the domain; raises CancellationChanged for what nobody was shown."""
        return Promise.parse(self.promise) if self.promise else None


class DeclarationBody(Body):
    """The declaration that the portal has recorded before it calls; it counts from its arrival."""

    id: Annotated[str, Field(max_length=100)]
    number: Annotated[str, Field(max_length=40)]
    received_at: Moment

    @property
    def declaration(self) -> Declaration:
        """The same, for the domain."""
        return Declaration(id=self.id, number=self.number, received_at=self.received_at)


class OwnCancelBody(CancelBody):
    """A customer's cancellation; of what is declared, `when` is what the policy says."""

    declaration: DeclarationBody | None = None


class BusinessCancelBody(CancelBody):
    """A cancellation by the business, or one that staff note down for the customer."""

    requested_by: Literal[PausedBy.CUSTOMER, PausedBy.BUSINESS] = PausedBy.BUSINESS


class ReasonBody(Body):
    """A reason to ask for."""

    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    label: Name | None = None


class ReasonsBody(Body):
    """The reasons to ask for, in their order; none for an empty list."""

    model_config = showing(examples.REASONS)

    reasons: Annotated[list[ReasonBody], Field(max_length=20)]

    @property
    def in_order(self) -> list[Reason]:
        """The same, for the domain."""
        return [Reason(code=reason.code, label=reason.label) for reason in self.reasons]


class PauseBody(Body):
    """When to pause, and when to come back; without a date it is the latest one allowed."""

    model_config = showing(examples.PAUSE)

    resumes_at: Moment | None = None
    when: PauseTiming | None = None


class BusinessPauseBody(PauseBody):
    """A pause that the business makes for itself, or that staff note down for the customer, who can then
    resume it; in the second case the product's self-service policy binds.
    """

    requested_by: Literal[PausedBy.CUSTOMER, PausedBy.BUSINESS] = PausedBy.BUSINESS
