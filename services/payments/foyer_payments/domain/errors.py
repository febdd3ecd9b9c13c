"""What can be wrong with a command about payment methods and mandates."""

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


class UnknownMethodKind(Invalid):
    """Foyer has no payment methods of this kind."""

    code = "unknown_method_kind"


class MandateNeeded(Invalid):
    """A method of this kind is made by a mandate, not by itself."""

    code = "mandate_needed"


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


class ProviderKeyMalformed(Invalid):
    """Not a secret key of this provider."""

    code = "provider_key_malformed"


class WebhookSecretMalformed(Invalid):
    """Not what this provider signs its webhooks with."""

    code = "webhook_secret_malformed"


class ProviderAccountDisabled(Conflict):
    """Nothing new is begun with the account."""

    code = "provider_account_disabled"
