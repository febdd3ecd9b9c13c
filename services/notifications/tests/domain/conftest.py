"""Makers for the rules of delivery."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from foyer_notifications.domain.business import Business
from foyer_notifications.domain.catalogue import SUBSCRIPTION_PAUSED
from foyer_notifications.domain.delivery import USEFUL_FOR
from foyer_notifications.domain.mail import Content
from foyer_notifications.domain.message import Message, new_message
from foyer_shared.testing.makers import ADA, NOW


@pytest.fixture
def a_message(business: Business) -> Callable[..., Message]:
    """Makes a message that waits since NOW, with any field changed."""

    def make(**changes: Any) -> Message:
        message = new_message(
            SUBSCRIPTION_PAUSED,
            business=business,
            customer_id=ADA,
            cause="evt_1",
            to="ada@example.com",
            language="en",
            content=Content("Subject", "Text", "<p>Text</p>"),
            sealed=None,
            useful_for=USEFUL_FOR,
            now=NOW,
            real=NOW,
        )
        return replace(message, **changes)

    return make
