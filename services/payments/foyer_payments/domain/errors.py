"""What can be wrong with a command about payment methods and mandates."""

from collections.abc import Iterable

from foyer_shared.basics.errors import Conflict, Invalid, NotFound, Unavailable


class PaymentMethodNotFound(NotFound):
    """No such payment method for whoever asks."""

    code = "payment_method_not_found"


class MandateNotFound(NotFound):
    """No such mandate for whoever asks."""

    code = "mandate_not_found"


class BusinessNotKnownYet(Unavailable):
    """The business was made a moment ago, and its event has not arrived here."""

    code = "business_not_known_yet"


class PaymentMethodExpired(Conflict):
    """Nothing can be charged to an expired method, so nothing is to rely on it."""

    code = "payment_method_expired"


class MandateOver(Conflict):
    """Nothing can be charged to a method whose mandate has lapsed, so nothing is to rely on it."""

    code = "mandate_over"


class AmendedAndReplaced(Invalid):
    """A method goes on with another account, or another method takes its place."""

    code = "amended_and_replaced"


class NoMandateToAmend(Conflict):
    """It is no direct debit that a provider collects: there is no account to change."""

    code = "no_mandate_to_amend"


class SubscriptionNotCollected(Conflict):
    """No such subscription of the customer's that is collected automatically."""

    code = "subscription_not_collected"


class PaymentMethodNeeded(Conflict):
    """The last method by which subscriptions can be paid that are collected automatically; `errors` names
    them.
    """

    code = "payment_method_needed"

    def __init__(self, subscriptions: Iterable[tuple[str, str]]) -> None:
        """By their ids and names."""
        super().__init__("Subscriptions are paid with it: add another one first, or ask for invoices.")
        self.errors = [{"subscription_id": each, "name": name} for each, name in subscriptions]


class UnknownMethodKind(Invalid):
    """Foyer has no payment methods of this kind."""

    code = "unknown_method_kind"


class MandateNeeded(Invalid):
    """A method of this kind is made by a mandate, not by itself."""

    code = "mandate_needed"


class KindNotForCurrency(Invalid):
    """Nobody pays in this currency by methods of this kind."""

    code = "kind_not_for_currency"


class KindNotForCountry(Invalid):
    """No business of this country takes methods of this kind."""

    code = "kind_not_for_country"


class KindNotForCustomer(Invalid):
    """No customer of this country pays with methods of this kind."""

    code = "kind_not_for_customer"


class KindNotApproved(Invalid):
    """The provider has not agreed that the business takes methods of this kind."""

    code = "kind_not_approved"


class KindNeedsNoApproval(Invalid):
    """No provider is asked before a business takes methods of this kind."""

    code = "kind_needs_no_approval"


class KindNotKept(Invalid):
    """A method of this kind pays once, and cannot be added for later."""

    code = "kind_not_kept"


class MadeByProvider(Invalid):
    """A method of this kind is added by its customer, on the provider's page."""

    code = "made_by_provider"


class UnknownCardBrand(Invalid):
    """No card brand has this name."""

    code = "unknown_card_brand"


class LastFourMalformed(Invalid):
    """The last four are four digits, never more of the card's number."""

    code = "last4_malformed"


class ExpiryMalformed(Invalid):
    """A card expires in a month from 1 to 12 of a year with four digits."""

    code = "expiry_malformed"


class CardExpired(Invalid):
    """The card's last month has passed."""

    code = "card_expired"


class HolderMalformed(Invalid):
    """A holder is a name of 1 to 70 characters on one line."""

    code = "holder_malformed"


class IbanMalformed(Invalid):
    """Its length, characters or check digits are not those of an IBAN."""

    code = "iban_malformed"


class IbanOutsideSepa(Invalid):
    """The account is in a country where SEPA direct debit does not reach."""

    code = "iban_outside_sepa"


class SignedInFuture(Invalid):
    """A mandate is recorded after it was signed."""

    code = "signed_in_future"


class NoCreditorIdentifier(Conflict):
    """The business has no creditor identifier, without which nobody may collect by SEPA."""

    code = "no_creditor_identifier"


class MoveNotPossible(Conflict):
    """The mandate's state does not allow this move."""

    code = "wrong_state"


class ProviderAccountNotFound(NotFound):
    """No such account at a provider for whoever asks."""

    code = "provider_account_not_found"


class UnknownProvider(Invalid):
    """A business cannot bring an account at this provider."""

    code = "unknown_provider"


class ProviderKeysDrawn(Conflict):
    """The keys of this account are Foyer's own."""

    code = "provider_keys_drawn"


class NoticeOutOfRange(Invalid):
    """Customers have to be told of a direct debit in time, and not too long before."""

    code = "notice_out_of_range"


class ProviderKeyMalformed(Invalid):
    """Not a secret key of this provider."""

    code = "provider_key_malformed"


class WebhookSecretMalformed(Invalid):
    """Not what this provider signs its webhooks with."""

    code = "webhook_secret_malformed"


class WebhookSecretTooShort(Invalid):
    """It could be guessed."""

    code = "webhook_secret_too_short"


class ProviderAccountDisabled(Conflict):
    """Nothing new is begun with the account."""

    code = "provider_account_disabled"


class InvoiceNotFound(NotFound):
    """No such invoice for whoever asks."""

    code = "invoice_not_found"


class PaymentNotFound(NotFound):
    """No such payment for whoever asks."""

    code = "payment_not_found"


class PaymentSetupNotFound(NotFound):
    """Nothing is being added by this id, for whoever asks."""

    code = "payment_setup_not_found"


class RefundNotFound(NotFound):
    """No such refund for whoever asks."""

    code = "refund_not_found"


class ReturnPathMalformed(Invalid):
    """A customer comes back to a path of the portal, never to another host."""

    code = "return_path_malformed"


class NoProviderAccount(Conflict):
    """The business has no account by which money could be taken."""

    code = "no_provider_account"


class NoticeNotAccepted(Invalid):
    """The provider did not sign this webhook, or long ago."""

    code = "webhook_refused"


class NothingToPay(Invalid):
    """A payment is for 1 to 50 invoices."""

    code = "nothing_to_pay"


class InvoiceNamedTwice(Invalid):
    """A payment names each of its invoices once."""

    code = "invoice_named_twice"


class CurrencyMixed(Invalid):
    """A payment is in one currency."""

    code = "currency_mixed"


class AmountNotPositive(Invalid):
    """Nothing, or less, cannot be paid."""

    code = "amount_not_positive"


class AmountAboveOpen(Invalid):
    """More than is open of an invoice is not taken."""

    code = "amount_above_open"


class InvoiceNotPayable(Conflict):
    """Nothing of the invoice is to be paid."""

    code = "invoice_not_payable"


class MethodAndKind(Invalid):
    """A payment is made with a method that is there, or with a new one of a kind."""

    code = "method_and_kind"


class MethodNotChargeable(Conflict):
    """The method is known by its details alone; no provider can charge it."""

    code = "payment_method_not_chargeable"


class PaymentUnderWay(Conflict):
    """Another payment of the invoice is under way."""

    code = "payment_under_way"


class SpanNotPossible(Invalid):
    """A span of time ends after it begins, and not too long after."""

    code = "span_not_possible"


class ProviderNotAnswering(Unavailable):
    """A payment provider does not answer."""

    code = "provider_not_answering"
