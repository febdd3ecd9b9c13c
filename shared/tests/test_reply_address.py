"""Addresses that answers by mail go to: signed, read in any case, and nobody else's."""

import pytest
from foyer_shared.basics.email_address import EmailMalformed
from foyer_shared.basics.ids import new_id
from foyer_shared.basics.reply_address import (
    NotToAReplyAddress,
    ReplyAddresses,
    ReplyAddressNotValid,
)

MAILBOX, KEY, NEXT = "reply@mail.example.com", "a" * 32, "b" * 32
TICKET = "tkt_01k9m80b5ah3yt2r7v0d5h8k4m"


@pytest.fixture
def addresses() -> ReplyAddresses:
    """With one key."""
    return ReplyAddresses(MAILBOX, [KEY])


def test_an_address_is_the_same_each_time_and_fits_into_64_octets(addresses: ReplyAddresses) -> None:
    assert addresses.of(TICKET) == (
        "reply+01k9m80b5ah3yt2r7v0d5h8k4m.pw6lextdby3wktb6ppysp64tly@mail.example.com"
    )
    longest = ReplyAddresses("a" * 10 + "@mail.example.com", [KEY]).of(TICKET)
    assert len(longest.partition("@")[0]) == 64


def test_it_leads_to_its_ticket_whatever_mail_servers_make_of_its_case(addresses: ReplyAddresses) -> None:
    address = addresses.of(TICKET)
    for written in (address, address.upper()):
        assert addresses.ticket_among(["ada@example.com", written]) == TICKET


def test_keys_are_exchanged_one_after_the_other(addresses: ReplyAddresses) -> None:
    both, later = ReplyAddresses(MAILBOX, [NEXT, KEY]), ReplyAddresses(MAILBOX, [NEXT])
    old, new = addresses.of(TICKET), both.of(TICKET)
    assert new == later.of(TICKET) != old
    assert both.ticket_among([old]) == both.ticket_among([new]) == later.ticket_among([new]) == TICKET
    for one, address in ((later, old), (addresses, new)):
        with pytest.raises(ReplyAddressNotValid):
            one.ticket_among([address])


def test_a_signature_is_for_one_ticket_and_all_of_it_counts(addresses: ReplyAddresses) -> None:
    told, _, mark = addresses.of(TICKET).partition("@")[0].removeprefix("reply+").partition(".")
    other = new_id("tkt").removeprefix("tkt_")
    for forged in (
        f"{other}.{mark}",
        f"{told}.{mark[:-1]}",
        f"{told}.{mark}a",
        f"{told}.",
        f"{told}",
        f".{mark}",
        f"{mark}.{told}",
        "",
    ):
        with pytest.raises(ReplyAddressNotValid):
            addresses.ticket_among([f"reply+{forged}@mail.example.com"])


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "reply@mail.example.com",
        "reply+x.y@mail.example.org",
        "reply+x.y@mail.example.com.evil.example",
        "xreply+x.y@mail.example.com",
        "reply+x.y@mailxexample.com",
        "reply+\udc80.y@mail.example.com",
    ],
)
def test_what_is_not_ours_is_no_answer(addresses: ReplyAddresses, recipient: str) -> None:
    with pytest.raises(NotToAReplyAddress):
        addresses.ticket_among([recipient])


def test_one_of_several_that_is_valid_is_enough(addresses: ReplyAddresses) -> None:
    assert addresses.ticket_among(["reply+x.y@mail.example.com", addresses.of(TICKET)]) == TICKET


def test_our_own_are_known(addresses: ReplyAddresses) -> None:
    ours = [MAILBOX, addresses.of(TICKET).upper(), "reply+x.y@mail.example.com"]
    assert [addresses.is_ours(address) for address in ours] == [True, True, True]
    assert not addresses.is_ours("ada@example.com")


@pytest.mark.parametrize("mailbox", ["a" * 11 + "@mail.example.com", "a+b@mail.example.com"])
def test_a_mailbox_that_leaves_no_room_is_refused(mailbox: str) -> None:
    with pytest.raises(ValueError, match="at most 10 characters"):
        ReplyAddresses(mailbox, [KEY])


def test_what_cannot_work_is_refused() -> None:
    with pytest.raises(EmailMalformed):
        ReplyAddresses("reply", [KEY])
    with pytest.raises(ValueError, match="need a key"):
        ReplyAddresses(MAILBOX, [])
