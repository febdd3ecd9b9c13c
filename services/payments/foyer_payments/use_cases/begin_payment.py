"""A customer pays invoices: one or several, whole or in part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_payments.domain.business import Business
from foyer_payments.domain.default_method import check_usable
from foyer_payments.domain.errors import (
    InvoiceNotFound,
    MethodAndKind,
    MethodNotChargeable,
)
from foyer_payments.domain.invoice import Invoice
from foyer_payments.domain.method_kinds import kinds_to_offer
from foyer_payments.domain.pay_invoices import check_named, part_of, total_of
from foyer_payments.domain.payment import Payment
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.return_address import return_address
from foyer_payments.storage.businesses import Businesses
from foyer_payments.storage.invoices import Invoices
from foyer_payments.storage.looking_again import FIRST_GAP
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.storage.payments import Payments
from foyer_payments.storage.provider_accounts import ProviderAccounts
from foyer_payments.use_cases.find_deal import find_deal


@dataclass(frozen=True, slots=True)
class Asked:
    """What the customer wants to pay, and how; an amount of None is all that is open."""

    invoices: Sequence[tuple[str, int | None]]
    payment_method_id: str | None
    kind: str | None
    save: bool
    language: str
    return_path: str


async def begin_payment(work: Work, openers: Mapping[str, object], asked: Asked) -> Payment:
    """The provider is asked after this. Raises NothingToPay, InvoiceNamedTwice, InvoiceNotFound,
    InvoiceNotPayable, CurrencyMixed, AmountNotPositive, AmountAboveOpen, MethodAndKind, UnknownMethodKind,
    KindNotForCurrency, KindNotForCountry, KindNotForCustomer, KindNotApproved, PaymentMethodNotFound,
    MethodNotChargeable, PaymentMethodExpired, NoProviderAccount, ReturnPathMalformed, PaymentUnderWay.
    """
    check_named([invoice_id for invoice_id, _ in asked.invoices])
    business = await Businesses(work.session).get(work.scope)
    method = await _method(work, asked)
    payment = _payment(work, business, asked, method, await _invoices(work, asked))
    if method is None:
        payment = await _by_a_new_one(work, openers, business, payment)
    await Payments(work.session).add(payment, look_at=real_now() + FIRST_GAP)
    if method is not None:
        # After the invoices, as everywhere: who removes it now sees the payment, who has removed it is seen.
        await PaymentMethods(work.session).lock_wallet(method.business_id, method.customer_id)
        await _method(work, asked)
    return payment


async def _by_a_new_one(
    work: Work, openers: Mapping[str, object], business: Business, payment: Payment
) -> Payment:
    account = await ProviderAccounts(work.session).in_use(work.scope, openers)
    deal = await find_deal(
        work, business, account, customer_id=payment.customer_id, currency=payment.amount.currency
    )
    return replace(payment, account_id=account.id, kinds=kinds_to_offer(payment.kind, deal))


async def _invoices(work: Work, asked: Asked) -> list[tuple[Invoice, int | None]]:
    known = await Invoices(work.session).by_id(work.scope, [each for each, _ in asked.invoices])
    for place, (invoice_id, _) in enumerate(asked.invoices):
        if invoice_id not in known:
            raise InvoiceNotFound("There is no such invoice.", field=f"invoices.{place}.invoice_id")
    return [(known[invoice_id], amount) for invoice_id, amount in asked.invoices]


async def _method(work: Work, asked: Asked) -> PaymentMethod | None:
    if asked.payment_method_id is None:
        return None
    if asked.kind is not None:
        raise MethodAndKind("Name a payment method, or the kind of a new one.", field="kind")
    method, _ = await PaymentMethods(work.session).get_with_mandate(work.scope, asked.payment_method_id)
    if not method.is_chargeable:
        raise MethodNotChargeable("This method cannot be charged here.", field="payment_method_id")
    check_usable(method, work.now)
    return method


def _payment(
    work: Work,
    business: Business,
    asked: Asked,
    method: PaymentMethod | None,
    invoices: Sequence[tuple[Invoice, int | None]],
) -> Payment:
    payment_id = new_id("pay")
    parts = tuple(part_of(invoice, amount) for invoice, amount in invoices)
    amount = total_of(parts)
    return Payment(
        id=payment_id,
        business_id=business.id,
        customer_id=invoices[0][0].customer_id,
        account_id=(method.account_id if method else None) or "",
        amount=amount,
        parts=parts,
        description=", ".join(invoice.number for invoice, _ in invoices),
        on_session=True,
        created_at=work.now,
        payment_method_id=method.id if method else None,
        kind=method.kind.name if method else asked.kind,
        save=asked.save and method is None,
        language=asked.language,
        return_url=return_address(business.portal_url, asked.return_path, payment_id),
    )
