"""What a portal session asks for, and what its one task is made of."""

import pytest
from foyer_portal_bff.domain.portal_session import (
    After,
    Flow,
    FlowIncomplete,
    FlowType,
    PlanChange,
    PortalSessionLinkNotValid,
    ReturnUrlMissing,
    ReturnUrlNotAllowed,
    check_flow,
    check_return_url,
    id_in_token,
    is_paid_in,
    is_part_of,
    link_token,
    start_of,
)

CANCEL = Flow(FlowType.SUBSCRIPTION_CANCEL, subscription_id="sub_1")
UPDATE = Flow(FlowType.SUBSCRIPTION_UPDATE, subscription_id="sub_1")
CONFIRM = Flow(FlowType.SUBSCRIPTION_UPDATE_CONFIRM, subscription_id="sub_1", change=PlanChange("price_2"))
PAY = Flow(FlowType.INVOICE_PAY, invoice_id="inv_1")
ADD = Flow(FlowType.PAYMENT_METHOD_UPDATE)
HOSTS = frozenset({"shop.example", "localhost"})


@pytest.mark.parametrize("flow", [CANCEL, UPDATE, CONFIRM, PAY, ADD])
def test_each_task_begins_at_a_page_of_its_own(flow: Flow) -> None:
    check_flow(flow)
    assert is_part_of(flow, "GET", start_of(flow).partition("?")[0])
    assert is_part_of(flow, "HEAD", "/task")


@pytest.mark.parametrize(
    ("flow", "field"),
    [
        (Flow(FlowType.SUBSCRIPTION_CANCEL), "flow.subscription_id"),
        (Flow(FlowType.SUBSCRIPTION_CANCEL, subscription_id="sub_1", invoice_id="inv_1"), "flow.invoice_id"),
        (Flow(FlowType.INVOICE_PAY), "flow.invoice_id"),
        (Flow(FlowType.PAYMENT_METHOD_UPDATE, subscription_id="sub_1"), "flow.subscription_id"),
        (Flow(FlowType.SUBSCRIPTION_UPDATE_CONFIRM, subscription_id="sub_1"), "flow"),
        (Flow(FlowType.SUBSCRIPTION_UPDATE, subscription_id="sub_1", change=PlanChange(quantity=2)), "flow"),
    ],
)
def test_a_flow_says_what_it_needs_and_nothing_else(flow: Flow, field: str) -> None:
    with pytest.raises(FlowIncomplete) as refused:
        check_flow(flow)
    assert refused.value.field == field


def test_a_redirect_says_where_to() -> None:
    with pytest.raises(ReturnUrlMissing):
        check_flow(Flow(FlowType.PAYMENT_METHOD_UPDATE, after=After.REDIRECT))


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/",
        "http://shop.example/",
        "javascript://shop.example/%0aalert(1)",
        "https://shop.example@evil.example/",
        "https://user@shop.example/",
        "https://shop.example\\@evil.example/",
        "https://shop.example.evil.example/",
        "//shop.example/",
        "/account",
        "https://shop.example:port/",
        "https://[shop.example/",
        "https://shop.example/a b",
        "https://shop.example/\r\nSet-Cookie: a=b",
        "",
    ],
)
def test_nobody_is_sent_to_a_foreign_or_broken_address(url: str) -> None:
    with pytest.raises(ReturnUrlNotAllowed):
        check_return_url(url, HOSTS, field="return_url")


@pytest.mark.parametrize(
    "url", ["https://shop.example/account?tab=1#top", "https://shop.example:8443/", "http://localhost:3000/"]
)
def test_the_business_s_own_hosts_are_right(url: str) -> None:
    check_return_url(url, HOSTS, field="return_url")


@pytest.mark.parametrize(
    ("flow", "request_", "is_part"),
    [
        (CANCEL, "POST /subscriptions/sub_1/cancel/confirm", True),
        (CANCEL, "POST /api/subscriptions/sub_1/cancel", True),
        (CANCEL, "GET /subscriptions/sub_1/pause", True),
        (CANCEL, "GET /subscriptions/sub_1", False),
        (CANCEL, "GET /subscriptions/sub_2/cancel", False),
        (CANCEL, "POST /api/subscriptions/sub_2/cancel", False),
        (CANCEL, "GET /subscriptions/sub_1/cancel/../../../details", False),
        (CANCEL, "GET /pay", False),
        (UPDATE, "POST /subscriptions/sub_1/plan/quote", True),
        (UPDATE, "POST /api/subscriptions/sub_1/change", True),
        (UPDATE, "POST /subscriptions/sub_1/cancel", False),
        (CONFIRM, "GET /subscriptions/sub_1/plan/quote", True),
        (CONFIRM, "GET /subscriptions/sub_1/plan", False),
        (CONFIRM, "POST /api/subscriptions/sub_1/quote", False),
        (PAY, "POST /pay", True),
        (PAY, "POST /api/invoices/inv_1/pay", True),
        (PAY, "POST /api/invoices/inv_2/pay", False),
        (PAY, "POST /api/payments", False),
        (PAY, "GET /invoices/inv_1/pdf", False),
        (ADD, "GET /payment-methods/added/pms_1", True),
        (ADD, "GET /payment-methods", False),
        (ADD, "POST /payment-methods/pm_1/remove", False),
        (ADD, "GET /", False),
        (ADD, "GET /api/home", False),
        (ADD, "GET /live", False),
        (ADD, "POST /sign-out", True),
    ],
)
def test_what_is_part_of_a_task(flow: Flow, request_: str, is_part: bool) -> None:
    method, path = request_.split()
    assert is_part_of(flow, method, path) is is_part


def test_only_what_the_task_is_about_is_paid_in_it() -> None:
    assert is_paid_in(PAY, invoice_id="inv_1", subscription_id="sub_1")
    assert not is_paid_in(PAY, invoice_id="inv_2", subscription_id="sub_1")
    assert is_paid_in(UPDATE, invoice_id="inv_2", subscription_id="sub_1")
    assert not is_paid_in(UPDATE, invoice_id="inv_2", subscription_id="sub_2")
    assert not is_paid_in(ADD, invoice_id="inv_2", subscription_id=None)


def test_a_link_is_made_anew_and_cannot_be_made_without_the_key() -> None:
    token = link_token("bps_1", key=b"key")
    assert token == link_token("bps_1", key=b"key")
    assert id_in_token(token, key=b"key") == "bps_1"
    for wrong in (token + "0", token[:-1], token.replace("bps_1", "bps_2"), "bps_1", "", "é.é"):
        with pytest.raises(PortalSessionLinkNotValid):
            id_in_token(wrong, key=b"key")
    with pytest.raises(PortalSessionLinkNotValid):
        id_in_token(token, key=b"another key")
