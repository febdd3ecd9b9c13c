"""What a code says of an address."""

import pytest
from foyer_notifications.domain.bounces import BounceReport, Fate, is_of_address, refuses_address


@pytest.mark.parametrize(
    ("code", "text", "refused"),
    [
        (550, "5.1.1 <ada@example.com>: user unknown", True),
        (550, "5.1.10 null MX", True),
        (550, "5.2.1 mailbox disabled", True),
        (550, "5.2.2 mailbox full", False),
        (550, "5.7.1 blocked for spam", False),
        (550, "no such user here", True),
        (553, "not allowed", True),
        (554, "no", False),
        (552, "5.10.1 something new", False),
    ],
)
def test_whether_a_refusal_is_the_address_s(code: int, text: str, refused: bool) -> None:
    assert refuses_address(code, text) is refused


@pytest.mark.parametrize(
    ("action", "status", "counts"),
    [
        ("failed", "5.1.1", True),
        ("delayed", "4.4.1", False),
        ("failed", "4.4.7", False),
        ("delivered", "2.0.0", False),
    ],
)
def test_only_a_final_failure_counts(action: str, status: str, counts: bool) -> None:
    fate = Fate(addresses=frozenset({"ada@example.com"}), action=action, status=status)
    report = BounceReport(mail_id="<x@y>", fates=(fate,))
    assert report.bounced_from(copies=frozenset()) == (fate if counts else None)


def test_a_copy_that_did_not_arrive_is_none_of_the_mail_s() -> None:
    copy, own = (
        Fate(addresses=frozenset({address}), action="failed", status="5.1.1")
        for address in ("books@example.com", "ada@example.com")
    )
    copies = frozenset({"books@example.com"})
    assert BounceReport(mail_id="<x@y>", fates=(copy,)).bounced_from(copies=copies) is None
    assert BounceReport(mail_id="<x@y>", fates=(copy, own)).bounced_from(copies=copies) is own


def test_a_status_is_of_the_address_when_it_is_final() -> None:
    assert [is_of_address(status) for status in ("5.1.1", "4.1.1")] == [True, False]
