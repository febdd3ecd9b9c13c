"""Reading what mail servers report."""

from pathlib import Path

import pytest
from foyer_notifications.domain.bounces import BounceNotReadable, BounceReport, Fate
from foyer_notifications.gateways.bounce_reports import read_bounce

REPORTS = Path(__file__).parent / "bounces"


@pytest.mark.parametrize(
    ("name", "action", "status"),
    [("postfix", "failed", "5.1.1"), ("exchange", "failed", "5.1.10"), ("delayed", "delayed", "4.4.1")],
)
def test_a_report_names_the_mail_the_address_and_the_cause(name: str, action: str, status: str) -> None:
    assert read_bounce((REPORTS / f"{name}.eml").read_bytes()) == BounceReport(
        mail_id="<msg_1@portal.example>",
        fates=(Fate(addresses=frozenset({"ada@example.com"}), action=action, status=status),),
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\x00\xfe",
        b"Subject: I am on holiday\n\nBack on Monday.\n",
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n--x--",
        b"Content-Type: message/delivery-status\n\nAction: failed\n\nAction: failed\nStatus: 5.1.1\n",
    ],
)
def test_what_is_no_report(raw: bytes) -> None:
    with pytest.raises(BounceNotReadable):
        read_bounce(raw)
