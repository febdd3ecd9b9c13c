"""A customer's permission to collect from an account by SEPA direct debit."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from foyer_shared.basics.ids import new_id

from foyer_payments.domain.business import Business
from foyer_payments.domain.errors import NoCreditorIdentifier, SignedInFuture
from foyer_payments.domain.holder import holder_name
from foyer_payments.domain.iban import Iban
from foyer_payments.domain.mandate_reference import mandate_reference
from foyer_payments.domain.mandate_states import MandateStatus, moved
from foyer_payments.domain.method_kinds import SEPA_DEBIT
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.pre_notification import Collection

TEXT_VERSION = "sdd-core-2025-1.0"
"""The text that is signed: the EPC's Core scheme rulebook (EPC016-06), 2025 version 1.0."""


_LAPSES_AFTER_YEARS = 3
"""36 months after the last collection (rules.md)."""

_LEAP_DAY = (2, 29)

PROOF_KEPT = timedelta(days=400)
"""After the account is closed: the debtor may call a collection unauthorised for 13 months (rules.md)."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """Another account takes the place of the one before; both masked."""

    at: datetime
    iban_before: str
    iban_after: str
    text_version: str
    """That was agreed to then."""


@dataclass(frozen=True, slots=True)
class Mandate:
    """What the creditor keeps of it; the IBAN itself lies sealed in the database."""

    id: str
    business_id: str
    customer_id: str
    payment_method_id: str
    reference: str
    creditor_identifier: str
    iban_masked: str
    holder: str
    text_version: str
    recorded_at: datetime
    status: MandateStatus = MandateStatus.PENDING
    signed_at: datetime | None = None
    version: int = 1
    last_used_at: datetime | None = None
    lapses_at: datetime | None = None
    """Unless something is collected with it before; None where others collect with it, who know."""
    amendments: tuple[Amendment, ...] = ()
    """The oldest first."""
    next_collection: Collection | None = None
    """That was announced; read where the mandate is shown."""


def draw_up(
    business: Business, *, customer_id: str, iban: Iban, holder: str, now: datetime
) -> tuple[Mandate, PaymentMethod]:
    """A mandate that waits for its signature, and the method that collects with it.

    Raises NoCreditorIdentifier, HolderMalformed.
    """
    if business.creditor_identifier is None:
        raise NoCreditorIdentifier("This business has no SEPA creditor identifier.")
    method = PaymentMethod(
        id=new_id("pm"),
        business_id=business.id,
        customer_id=customer_id,
        kind=SEPA_DEBIT,
        label=f"SEPA ···{iban.last4}",
        brand=None,
        last4=iban.last4,
        expires_on=None,
        holder=holder_name(holder),
        added_at=now,
    )
    mandate_id = new_id("mdt")
    mandate = Mandate(
        id=mandate_id,
        business_id=business.id,
        customer_id=customer_id,
        payment_method_id=method.id,
        reference=mandate_reference(business.number_prefix, mandate_id),
        creditor_identifier=business.creditor_identifier,
        iban_masked=iban.masked,
        holder=method.holder,
        text_version=TEXT_VERSION,
        recorded_at=now,
    )
    return mandate, method


def sign(mandate: Mandate, signed_at: datetime, *, now: datetime) -> Mandate:
    """Money may be collected from now on; raises SignedInFuture, MoveNotPossible."""
    if signed_at > now:
        raise SignedInFuture("The date of signature is still to come.", field="signed_at")
    return replace(mandate, status=moved(mandate.status, MandateStatus.ACTIVE), signed_at=signed_at)


def lapse_of(used_at: datetime) -> datetime:
    """When a mandate lapses that was signed, or last used, then: 36 months later."""
    if (used_at.month, used_at.day) == _LEAP_DAY:  # Three years after one there is none.
        used_at = used_at.replace(day=28)
    return used_at.replace(year=used_at.year + _LAPSES_AFTER_YEARS)


def use(mandate: Mandate, at: datetime) -> Mandate:
    """Something was collected with it; what was collected later counts already."""
    if mandate.last_used_at is not None and mandate.last_used_at >= at:
        return mandate
    return replace(mandate, last_used_at=at, lapses_at=lapse_of(at))


def lapse(mandate: Mandate, now: datetime) -> Mandate:
    """Nothing may be collected with it any more; the same object while its time has not come."""
    if mandate.lapses_at is None or mandate.lapses_at > now or mandate.status is not MandateStatus.ACTIVE:
        return mandate
    status = moved(mandate.status, MandateStatus.LAPSED)
    return replace(mandate, status=status, version=mandate.version + 1)


def amend(mandate: Mandate, *, iban_masked: str, holder: str, now: datetime) -> Mandate:
    """Collected from another account from now on; its reference stays."""
    amendment = Amendment(now, mandate.iban_masked, iban_masked, TEXT_VERSION)
    return replace(
        mandate,
        iban_masked=iban_masked,
        holder=holder,
        text_version=TEXT_VERSION,
        amendments=(*mandate.amendments, amendment),
        version=mandate.version + 1,
    )


def fail(mandate: Mandate) -> Mandate:
    """The bank does not take it; the same object when it is over already."""
    if mandate.status.is_over:
        return mandate
    status = moved(mandate.status, MandateStatus.FAILED)
    return replace(mandate, status=status, version=mandate.version + 1)


def revoke(mandate: Mandate) -> Mandate:
    """Nothing is collected with it any more; raises MoveNotPossible."""
    status = moved(mandate.status, MandateStatus.REVOKED)
    return replace(mandate, status=status, version=mandate.version + 1)


def masked(iban: Iban | None, last4: str) -> str:
    """How an account is shown; of some a provider says the end alone."""
    return iban.masked if iban else f"•••• {last4}"


def given_to_provider(
    business: Business, method: PaymentMethod, *, iban: Iban | None, reference: str | None, now: datetime
) -> Mandate:
    """One that the customer has signed on a provider's page: active, with the provider's reference where it
    says one.
    """
    mandate_id = new_id("mdt")
    return Mandate(
        id=mandate_id,
        business_id=business.id,
        customer_id=method.customer_id,
        payment_method_id=method.id,
        reference=reference or mandate_reference(business.number_prefix, mandate_id),
        creditor_identifier=business.creditor_identifier or "",
        iban_masked=masked(iban, method.last4),
        holder=method.holder,
        text_version=TEXT_VERSION,
        recorded_at=now,
        status=MandateStatus.ACTIVE,
        signed_at=now,
        lapses_at=lapse_of(now),
    )
