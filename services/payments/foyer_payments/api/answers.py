"""Payment methods and mandates as JSON, masked."""

from collections.abc import Iterable
from datetime import datetime

from foyer_shared.http.models import Answer, Body, Moment, showing

from foyer_payments.api.money_answers import AmountAnswer, PaymentAnswer, amount_answer
from foyer_payments.domain.mandate import Mandate
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.pre_notification import Collection
from foyer_payments.domain.remove_method import Removal
from foyer_payments.domain.subscription import Subscription


class UsedFor(Body):
    """One subscription that a method is used for; without one it is used for all that is charged."""

    model_config = showing({"subscription_id": "sub_01k9m80b5ah3yt2r7v0d5h8k4m"})

    subscription_id: str | None = None


class ExpiryAnswer(Answer):
    """The last month in which a card works."""

    month: int
    year: int


class CollectionAnswer(Answer):
    """A direct debit that was announced, of at most so much; what is open by then may be less."""

    payment_id: str
    amount: AmountAnswer
    collects_at: Moment
    invoice_ids: list[str]


class AmendmentAnswer(Answer):
    """Another account took the place of the one before."""

    at: Moment
    iban_before: str
    iban_after: str
    text_version: str


class MandateAnswer(Answer):
    """A SEPA mandate without its IBAN."""

    id: str
    customer_id: str
    payment_method_id: str
    reference: str
    status: str
    iban_masked: str
    holder: str
    creditor_identifier: str
    text_version: str
    signed_at: Moment | None
    last_used_at: Moment | None
    lapses_at: Moment | None
    """Unless something is collected with it before."""
    amendments: list[AmendmentAnswer]
    next_collection: CollectionAnswer | None


class CollectedAnswer(Answer):
    """A subscription that is paid automatically, by what its customer calls it."""

    id: str
    name: str


class PaymentMethodAnswer(Answer):
    """A way to pay; `label` is what the customer recognises it by."""

    id: str
    customer_id: str
    kind: str
    label: str
    brand: str | None
    last4: str
    expires_on: ExpiryAnswer | None
    holder: str
    is_default: bool
    status: str
    mandate: MandateAnswer | None
    added_at: Moment
    chargeable: bool
    """Whether a provider can charge it; else it is known by its details alone."""
    chosen_for: list[CollectedAnswer]
    """The subscriptions that are collected with it, whichever is the default."""


class OwnPaymentMethodAnswer(PaymentMethodAnswer):
    """A way to pay, what it can be used for, and what would happen if it were removed."""

    collected: list[CollectedAnswer]
    """All that are collected automatically, for each of which it can be chosen."""
    needed_by: list[CollectedAnswer]
    """The subscriptions for which it cannot be removed."""
    heir: str | None
    """The label of the one that would be the default after it."""


class ExportAnswer(Answer):
    """All that payments knows of a customer."""

    payment_methods: list[PaymentMethodAnswer]
    mandates: list[MandateAnswer]
    payments: list[PaymentAnswer]


class OverviewAnswer(Answer):
    """Payments' part of a customer's picture."""

    methods: list[PaymentMethodAnswer]
    can_pay: bool
    """Whether there is a provider by which the customer can pay and add methods."""


def mandate_answer(mandate: Mandate) -> MandateAnswer:
    """For both surfaces."""
    return MandateAnswer(
        id=mandate.id,
        customer_id=mandate.customer_id,
        payment_method_id=mandate.payment_method_id,
        reference=mandate.reference,
        status=mandate.status,
        iban_masked=mandate.iban_masked,
        holder=mandate.holder,
        creditor_identifier=mandate.creditor_identifier,
        text_version=mandate.text_version,
        signed_at=mandate.signed_at,
        last_used_at=mandate.last_used_at,
        lapses_at=mandate.lapses_at,
        amendments=[
            AmendmentAnswer(
                at=each.at,
                iban_before=each.iban_before,
                iban_after=each.iban_after,
                text_version=each.text_version,
            )
            for each in mandate.amendments
        ],
        next_collection=_collection(mandate.next_collection) if mandate.next_collection else None,
    )


def _collection(collection: Collection) -> CollectionAnswer:
    return CollectionAnswer(
        payment_id=collection.payment_id,
        amount=amount_answer(collection.amount),
        collects_at=collection.collects_at,
        invoice_ids=[*collection.invoice_ids],
    )


def method_answer(method: PaymentMethod, mandate: Mandate | None, now: datetime) -> PaymentMethodAnswer:
    """For both surfaces; `now` decides whether it has expired."""
    expiry = method.expires_on
    return PaymentMethodAnswer(
        id=method.id,
        customer_id=method.customer_id,
        kind=method.kind.name,
        label=method.label,
        brand=method.brand,
        last4=method.last4,
        expires_on=ExpiryAnswer(month=expiry.month, year=expiry.year) if expiry else None,
        holder=method.holder,
        is_default=method.is_default,
        status=method.status(now),
        mandate=mandate_answer(mandate) if mandate else None,
        added_at=method.added_at,
        chargeable=method.is_chargeable,
        chosen_for=_named(method.chosen_for),
    )


def own_method_answer(removal: Removal, now: datetime) -> OwnPaymentMethodAnswer:
    """For its customer, before it is removed."""
    return OwnPaymentMethodAnswer(
        **method_answer(*removal.leaving, now).model_dump(),
        collected=_named(removal.collected),
        needed_by=_named(removal.needed_by),
        heir=removal.heir.label if removal.heir else None,
    )


def _named(subscriptions: Iterable[Subscription]) -> list[CollectedAnswer]:
    return [CollectedAnswer(id=each.id, name=each.name) for each in subscriptions]
