"""Which kinds of methods can be added, and how."""

import pytest
from foyer_payments.domain.errors import (
    KindNeedsNoApproval,
    KindNotApproved,
    KindNotForCountry,
    KindNotForCurrency,
    KindNotForCustomer,
    KindNotKept,
    MadeByProvider,
    MandateNeeded,
    UnknownMethodKind,
)
from foyer_payments.domain.method_kinds import (
    CARD,
    KINDS,
    TO_APPROVE,
    Deal,
    check_approved,
    kind_made_by_details,
    kinds_to_offer,
)


def codes(spaced: str) -> set[str]:
    """Of currencies or countries."""
    return set(spaced.split())


EURO = {"EUR"}
EEA = codes("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK")
EUROPE = EEA | {"CH", "GB"}
SEPA = EUROPE | {"AD", "AL", "MC", "MD", "ME", "MK", "RS", "SM", "VA"}
PAYPAL = codes("AUD CAD CHF CZK DKK EUR GBP HKD NOK NZD PLN SEK SGD USD")
AMAZON = codes("AUD CHF DKK EUR GBP HKD JPY NOK NZD SEK USD ZAR")
AMAZON_AT = codes("AT BE CH CY DE DK ES FR GB HU IE IT LU NL PT SE US")
BACS_AT = (EEA - {"IS"}) | {"AU", "CA", "GB", "SG", "US"}


def test_the_table_of_whom_and_where() -> None:
    assert [
        (kind.name, kind.made_by.value, kind.currencies, kind.customers, kind.businesses)
        for kind in KINDS.values()
    ] == [
        ("card", "details", None, None, None),
        ("sepa_debit", "mandate", EURO, SEPA, None),
        ("ideal", "provider", EURO, {"NL"}, EUROPE),
        ("bancontact", "provider", EURO, {"BE"}, EUROPE),
        ("paypal", "provider", PAYPAL, None, EUROPE),
        ("us_bank_account", "provider", {"USD"}, {"US"}, {"US"}),
        ("acss_debit", "provider", {"CAD", "USD"}, {"CA"}, {"CA", "US"}),
        ("bacs_debit", "provider", {"GBP"}, {"GB"}, BACS_AT),
        ("au_becs_debit", "provider", {"AUD"}, {"AU"}, {"AU"}),
        ("boleto", "provider", {"BRL"}, {"BR"}, {"BR"}),
        ("cashapp", "provider", {"USD"}, {"US"}, {"US"}),
        ("amazon_pay", "provider", AMAZON, None, AMAZON_AT),
        ("link", "provider", None, None, None),
    ]


def test_the_table_of_how() -> None:
    """Approval, saved, redirects, settles later, off-session, days for refunds."""
    assert {
        kind.name: (
            *(kind.needs_approval, kind.can_be_saved, kind.redirects, kind.settles_later, kind.off_session),
            kind.refund_days,
        )
        for kind in KINDS.values()
    } == {
        "card": (False, True, False, False, True, None),
        "sepa_debit": (False, True, False, True, True, 180),
        "ideal": (False, True, True, False, False, 180),
        "bancontact": (False, True, True, False, False, 180),
        "paypal": (True, True, True, False, True, 180),
        "us_bank_account": (False, True, False, True, True, 90),
        "acss_debit": (True, True, False, True, True, 180),
        "bacs_debit": (True, True, False, True, True, 180),
        "au_becs_debit": (True, True, False, True, True, 90),
        "boleto": (False, False, False, True, False, 0),
        "cashapp": (False, True, True, False, True, 90),
        "amazon_pay": (False, True, True, False, True, 180),
        "link": (False, True, False, False, True, None),
    }
    assert {kind.name: set(kind.wallets) for kind in KINDS.values() if kind.wallets} == {
        "card": {"apple_pay", "google_pay"}
    }


def a_deal(
    currency: str = "EUR",
    business_in: str | None = "NL",
    customer_in: str | None = None,
    approved: frozenset[str] = TO_APPROVE,
) -> Deal:
    """With a provider that has agreed to everything."""
    return Deal(currency, business_in, customer_in, approved)


@pytest.mark.parametrize(
    ("currency", "country", "kinds"),
    [
        ("EUR", "NL", "card sepa_debit ideal bancontact paypal amazon_pay link"),
        ("EUR", "FI", "card sepa_debit ideal bancontact paypal link"),
        ("EUR", "US", "card sepa_debit amazon_pay link"),
        ("EUR", None, "card sepa_debit ideal bancontact paypal amazon_pay link"),
        ("USD", "US", "card us_bank_account acss_debit cashapp amazon_pay link"),
        ("GBP", "GB", "card paypal bacs_debit amazon_pay link"),
        ("AUD", "AU", "card au_becs_debit link"),
        ("CAD", "CA", "card acss_debit link"),
        ("BRL", "BR", "card boleto link"),
        ("JPY", "JP", "card link"),
    ],
)
def test_what_pays_in_a_currency_to_a_country_is_offered(
    currency: str, country: str | None, kinds: str
) -> None:
    assert kinds_to_offer(None, a_deal(currency, country)) == tuple(kinds.split())


@pytest.mark.parametrize(
    ("currency", "business", "customer", "kinds"),
    [
        ("EUR", "NL", "NL", "card sepa_debit ideal paypal amazon_pay link"),
        ("EUR", "NL", "BE", "card sepa_debit bancontact paypal amazon_pay link"),
        ("EUR", "NL", "US", "card paypal amazon_pay link"),
        ("USD", "US", "US", "card us_bank_account cashapp amazon_pay link"),
        ("USD", "US", "CA", "card acss_debit amazon_pay link"),
        ("GBP", "NL", "GB", "card paypal bacs_debit amazon_pay link"),
        ("AUD", "AU", "NZ", "card link"),
        ("BRL", "BR", "PT", "card link"),
    ],
)
def test_what_customers_of_a_country_pay_with_is_offered_to_them(
    currency: str, business: str, customer: str, kinds: str
) -> None:
    assert kinds_to_offer(None, a_deal(currency, business, customer)) == tuple(kinds.split())


def test_what_the_provider_has_not_agreed_to_is_not_offered() -> None:
    nothing = a_deal(approved=frozenset())
    assert "paypal" not in kinds_to_offer(None, nothing)
    with pytest.raises(KindNotApproved):
        kinds_to_offer("paypal", nothing)
    assert kinds_to_offer("paypal", a_deal(approved=frozenset({"paypal"}))) == ("paypal",)
    assert kinds_to_offer("bacs_debit", a_deal("GBP")) == ("bacs_debit",)
    with pytest.raises(KindNotApproved):
        kinds_to_offer("bacs_debit", a_deal("GBP", approved=frozenset({"paypal"})))


def test_a_provider_agrees_to_what_needs_it() -> None:
    assert check_approved(["bacs_debit", "paypal", "paypal"]) == ("paypal", "bacs_debit")
    with pytest.raises(KindNeedsNoApproval):
        check_approved(["paypal", "card"])
    with pytest.raises(UnknownMethodKind):
        check_approved(["cheque"])


def test_what_pays_once_is_not_offered_to_be_added() -> None:
    assert kinds_to_offer(None, a_deal("BRL", "BR"), to_keep=True) == ("card", "link")
    assert kinds_to_offer("boleto", a_deal("BRL", "BR")) == ("boleto",)
    with pytest.raises(KindNotKept):
        kinds_to_offer("boleto", a_deal("BRL", "BR"), to_keep=True)


def test_one_kind_is_offered_alone_where_it_pays() -> None:
    assert kinds_to_offer("ideal", a_deal("EUR", "DE")) == ("ideal",)
    with pytest.raises(KindNotForCurrency):
        kinds_to_offer("ideal", a_deal("USD", "DE"))
    with pytest.raises(KindNotForCountry):
        kinds_to_offer("ideal", a_deal("EUR", "US"))
    with pytest.raises(KindNotForCustomer):
        kinds_to_offer("ideal", a_deal("EUR", "DE", "DE"))
    with pytest.raises(UnknownMethodKind):
        kinds_to_offer("cheque", a_deal("EUR", "DE"))


@pytest.mark.parametrize("name", ["ideal", "bancontact", "paypal", "link"])
def test_what_is_added_at_the_provider_has_no_details(name: str) -> None:
    with pytest.raises(MadeByProvider):
        kind_made_by_details(name)


def test_a_card_is_made_by_its_details() -> None:
    assert kind_made_by_details("card") is CARD


def test_a_direct_debit_needs_a_mandate() -> None:
    with pytest.raises(MandateNeeded):
        kind_made_by_details("sepa_debit")


@pytest.mark.parametrize("name", ["", "Card", "cheque"])
def test_there_are_no_other_kinds(name: str) -> None:
    with pytest.raises(UnknownMethodKind):
        kind_made_by_details(name)
