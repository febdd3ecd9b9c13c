"""What a new message is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from foyer_notifications.domain.business import Business, Mailing
from foyer_notifications.domain.catalogue import SIGN_IN_CODE
from foyer_notifications.domain.mail import Content
from foyer_notifications.domain.message import Message, State, new_message
from foyer_shared.testing.makers import NOW


def test_a_message_waits_and_has_its_message_id(a_message: Callable[..., Message]) -> None:
    message = a_message()
    assert (message.state, message.next_try_at, message.version) == (State.QUEUED, NOW, 1)
    assert message.message_id == f"<{message.id}@localhost>"


def test_a_held_message_is_recorded_without_its_secret(business: Business) -> None:
    message = new_message(
        SIGN_IN_CODE,
        business=replace(business, mail=Mailing.HELD),
        customer_id=None,
        cause=None,
        to="ada@example.com",
        language="en",
        content=Content("Subject", "masked", "masked"),
        sealed=b"secret",
        useful_for=timedelta(minutes=10),
        now=NOW,
        real=NOW,
    )
    assert (message.state, message.next_try_at, message.sealed) == (State.HELD, None, None)
    assert message.cause == message.id


def test_the_business_clock_runs_on_while_a_message_waits(a_message: Callable[..., Message]) -> None:
    message = a_message(created_at=NOW + timedelta(days=30))
    assert message.business_time(NOW + timedelta(hours=1)) == NOW + timedelta(days=30, hours=1)
