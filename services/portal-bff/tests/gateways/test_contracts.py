"""What the portal reads is what the services answer: their schemas hold every field that it needs."""

from typing import Any

import pytest
from foyer_invoicing.api import answers as invoicing
from foyer_invoicing.api.collection_forms import CaseDetailAnswer, PaymentPlanAnswer
from foyer_notifications.api.customer import CustomerMessageAnswer, MessageCopyAnswer
from foyer_notifications.api.customer import OverviewAnswer as NotificationsOverview
from foyer_notifications.api.mailbox import MailAnswer
from foyer_notifications.api.preferences import LinkAnswer as UnsubscribeAnswer
from foyer_notifications.api.preferences import PreferencesAnswer
from foyer_payments.api import answers as payments
from foyer_portal_bff.gateways.models.collection import CollectionCase, PaymentPlan
from foyer_portal_bff.gateways.models.customers import MadeCustomer
from foyer_portal_bff.gateways.models.entitlements import Entitlement, FileLink
from foyer_portal_bff.gateways.models.invoicing import Invoice, InvoicingPart, Order, Profile
from foyer_portal_bff.gateways.models.notifications import (
    Mail,
    Message,
    MessageCopy,
    NotificationsPart,
    Preferences,
    UnsubscribeLink,
)
from foyer_portal_bff.gateways.models.payments import (
    Collected,
    Mandate,
    OwnPaymentMethod,
    PaymentMethod,
    PaymentsPart,
)
from foyer_portal_bff.gateways.models.subscriptions import (
    CanceledSubscription,
    Cancellation,
    Subscription,
    SubscriptionsPart,
)
from foyer_portal_bff.gateways.models.support import SupportPart, Ticket
from foyer_portal_bff.gateways.next_due import NextDue
from foyer_shared.http.next_due import NextDueAnswer
from foyer_subscriptions.api import answers as subscriptions
from foyer_subscriptions.api.cancellation import CancellationAnswer, OwnCanceledAnswer
from foyer_subscriptions.api.entitlement_answers import GrantAnswer, LinkAnswer
from foyer_support.api import answers as support
from pydantic import BaseModel

Schema = dict[str, Any]


@pytest.mark.parametrize(
    ("read", "answered"),
    [
        (SubscriptionsPart, subscriptions.OverviewAnswer),
        (Subscription, subscriptions.OwnSubscriptionAnswer),
        (Cancellation, CancellationAnswer),
        (CanceledSubscription, OwnCanceledAnswer),
        (Entitlement, GrantAnswer),
        (FileLink, LinkAnswer),
        (InvoicingPart, invoicing.OverviewAnswer),
        (Invoice, invoicing.InvoiceDetailAnswer),
        (Order, invoicing.OrderDetailAnswer),
        (Profile, invoicing.ProfileAnswer),
        (CollectionCase, CaseDetailAnswer),
        (PaymentPlan, PaymentPlanAnswer),
        (MadeCustomer, invoicing.CustomerAnswer),
        (PaymentsPart, payments.OverviewAnswer),
        (PaymentMethod, payments.PaymentMethodAnswer),
        (OwnPaymentMethod, payments.OwnPaymentMethodAnswer),
        (Collected, payments.CollectedAnswer),
        (Mandate, payments.MandateAnswer),
        (SupportPart, support.OverviewAnswer),
        (Ticket, support.WholeTicketAnswer),
        (NotificationsPart, NotificationsOverview),
        (Message, CustomerMessageAnswer),
        (MessageCopy, MessageCopyAnswer),
        (Mail, MailAnswer),
        (Preferences, PreferencesAnswer),
        (UnsubscribeLink, UnsubscribeAnswer),
        (NextDue, NextDueAnswer),
    ],
)
def test_every_field_that_is_read_is_answered(read: type[BaseModel], answered: type[BaseModel]) -> None:
    wanted, offered = read.model_json_schema(), answered.model_json_schema(mode="serialization")
    assert list(_missing(wanted, wanted, offered, offered, read.__name__)) == []


def _missing(wanted: Schema, wanted_root: Schema, offered: Schema, offered_root: Schema, path: str) -> Any:
    """The places at which an answer lacks a field that is needed, or may be null where it must not."""
    wanted, offered = _resolved(wanted, wanted_root), _resolved(offered, offered_root)
    if _may_be_null(offered) and not _may_be_null(wanted):
        yield f"{path} may be null"
    wanted, offered = _without_null(wanted, wanted_root), _without_null(offered, offered_root)
    if "items" in wanted and "items" in offered:
        yield from _missing(wanted["items"], wanted_root, offered["items"], offered_root, f"{path}[]")
    for name, field in wanted.get("properties", {}).items():
        there = offered.get("properties", {})
        if name in there:
            yield from _missing(field, wanted_root, there[name], offered_root, f"{path}.{name}")
        elif name in wanted.get("required", ()):
            yield f"{path}.{name} is not answered"


def _resolved(schema: Schema, root: Schema) -> Schema:
    name = schema.get("$ref", "").rpartition("/")[2]
    return root["$defs"][name] if name else schema


def _may_be_null(schema: Schema) -> bool:
    return {"type": "null"} in schema.get("anyOf", ())


def _without_null(schema: Schema, root: Schema) -> Schema:
    if not _may_be_null(schema):
        return schema
    return _resolved(next(one for one in schema["anyOf"] if one != {"type": "null"}), root)
