"""Why Stripe says that there is no money, and whether the same method may be tried again."""

from typing import Any

from foyer_payments.domain.provided import Failure

HARD = frozenset(
    {
        # Another card is needed.
        "card_not_supported",
        "currency_not_supported",
        "expired_card",
        "incorrect_number",
        "invalid_account",
        "invalid_expiry_month",
        "invalid_expiry_year",
        "invalid_number",
        "lost_card",
        "new_account_information_available",
        "pickup_card",
        "restricted_card",
        "stolen_card",
        # The bank or the holder says: never again.
        "do_not_try_again",
        "fraudulent",
        "highest_risk_level",
        "merchant_blacklist",
        "not_permitted",
        "revocation_of_all_authorizations",
        "revocation_of_authorization",
        "security_violation",
        "service_not_allowed",
        "stop_payment_order",
        "transaction_not_allowed",
        # Debits of an account.
        "account_closed",
        "bank_account_restricted",
        "bank_account_unusable",
        "bank_ownership_changed",
        "customer_initiated",
        "debit_not_authorized",
        "incorrect_account_details",
        "incorrect_account_holder_name",
        "invalid_account_number",
        "no_account",
        "recipient_deceased",
    }
)
"""Where the next step is another method, by https://docs.stripe.com/declines/codes and
https://docs.stripe.com/payments/sepa-debit. Whatever else there is, is soft.
"""

_OURS = {
    "payment_intent_authentication_failure": "authentication_failed",
    "setup_intent_authentication_failure": "authentication_failed",
    "generic_decline": "card_declined",
}


def failure(code: str) -> Failure:
    """By Stripe's code, under the name that Foyer has for it."""
    return Failure(_OURS.get(code, code), "hard" if code in HARD else "soft")


def failure_of(error: dict[str, Any] | None) -> Failure | None:
    """Of an intent's last error: the bank's reason where there is one."""
    if error is None:
        return None
    return failure(error.get("decline_code") or error.get("code") or "card_declined")
