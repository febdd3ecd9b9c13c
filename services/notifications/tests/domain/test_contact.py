"""Who may be a contact person, and when mails go to them."""

from datetime import timedelta
from typing import Any

import pytest
from foyer_notifications.domain.catalogue import Category
from foyer_notifications.domain.contact import (
    Contact,
    ContactDetails,
    ContactStatus,
    Copies,
    asked_again,
    changed,
    confirmed,
    copies_of,
    declined,
    hash_of,
    new_contact,
)
from foyer_notifications.domain.errors import (
    ContactAlreadyConfirmed,
    ContactAlreadyThere,
    ContactDeclined,
    ContactLinkJustSent,
    ContactLinkNotValid,
    ContactNameMalformed,
    ContactPhoneMalformed,
    ContactRoleMalformed,
    TooManyContacts,
)
from foyer_shared.basics.email_address import EmailMalformed
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW


def details(**changes: Any) -> ContactDetails:
    """Grace, who keeps the books."""
    given = {"name": "Grace O'Hara", "email": "grace@example.com", "phone": None, "role": "Bookkeeping"}
    return ContactDetails(**given | {"billing": True, "account": False} | changes)


def made(*beside: Contact, **changes: Any) -> tuple[Contact, str]:
    return new_contact(NORTHWIND, ADA, details(**changes), beside=beside, now=NOW, real=NOW)


def test_what_is_kept_is_tidy_and_waits_for_a_yes() -> None:
    contact, token = made(name=" Grace   O'Hara ", email=" Grace@Example.com ", phone=" ", role="")
    assert contact.details == details(phone=None, role=None)
    assert (contact.status, contact.version) == (ContactStatus.PENDING, 1)
    assert contact.link_hash == hash_of(token)
    assert token not in repr(contact)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"name": "  "}, ContactNameMalformed),
        ({"name": "x" * 201}, ContactNameMalformed),
        ({"email": "grace"}, EmailMalformed),
        ({"phone": "call me"}, ContactPhoneMalformed),
        ({"phone": "1" * 41}, ContactPhoneMalformed),
        ({"role": "x" * 101}, ContactRoleMalformed),
    ],
)
def test_bad_details_are_refused(wrong: dict[str, str], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        made(**wrong)


def test_there_are_ten_and_each_address_is_there_once() -> None:
    nine = [made(email=f"p{number}@example.com")[0] for number in range(9)]
    tenth, _ = made(*nine)
    with pytest.raises(TooManyContacts):
        made(*nine, tenth, email="p10@example.com")
    with pytest.raises(ContactAlreadyThere):
        made(tenth, email="GRACE@example.com")


def test_another_address_is_asked_again_and_the_rest_is_not() -> None:
    contact, before = made()
    said_yes = confirmed(contact, real=NOW)
    promoted, token = changed(said_yes, details(role="Finance"), beside=[said_yes], real=NOW)
    assert (promoted.status, promoted.details.role, token) == (ContactStatus.CONFIRMED, "Finance", None)
    moved, token = changed(said_yes, details(email="g@example.com"), beside=[said_yes], real=NOW)
    assert moved.status is ContactStatus.PENDING
    assert token
    assert moved.link_hash == hash_of(token) != hash_of(before)
    other, _ = made(email="other@example.com")
    with pytest.raises(ContactAlreadyThere):
        changed(said_yes, details(email="other@example.com"), beside=[said_yes, other], real=NOW)


def test_a_link_is_answered_within_a_week_and_stops_copies_for_ever() -> None:
    contact, _ = made()
    assert confirmed(contact, real=NOW + timedelta(days=7, seconds=-1)).status is ContactStatus.CONFIRMED
    with pytest.raises(ContactLinkNotValid):
        confirmed(contact, real=NOW + timedelta(days=7))
    said_yes = confirmed(contact, real=NOW)
    assert confirmed(said_yes, real=NOW + timedelta(days=900)) is said_yes
    no_more = declined(said_yes)
    assert (no_more.status, declined(no_more)) == (ContactStatus.DECLINED, no_more)
    assert confirmed(no_more, real=NOW + timedelta(days=900)).status is ContactStatus.CONFIRMED


def test_whoever_has_not_answered_is_asked_again_after_a_minute() -> None:
    contact, before = made()
    with pytest.raises(ContactLinkJustSent):
        asked_again(contact, real=NOW + timedelta(seconds=59))
    again, token = asked_again(contact, real=NOW + timedelta(minutes=1))
    assert (again.version, again.link_sent_at) == (2, NOW + timedelta(minutes=1))
    assert again.link_hash == hash_of(token) != hash_of(before)
    with pytest.raises(ContactAlreadyConfirmed):
        asked_again(confirmed(contact, real=NOW), real=NOW + timedelta(hours=1))
    with pytest.raises(ContactDeclined):
        asked_again(declined(contact), real=NOW + timedelta(hours=1))


def test_each_category_goes_to_one_kind_of_contact_and_security_and_marketing_to_none() -> None:
    billing = {Category.INVOICES, Category.RECEIPTS, Category.REMINDERS}
    own_alone = {Category.SECURITY, Category.MARKETING}
    wanted = {
        each: Copies.BILLING if each in billing else Copies.ACCOUNT for each in set(Category) - own_alone
    }
    assert {each: copies_of(each) for each in Category} == wanted | dict.fromkeys(own_alone)
