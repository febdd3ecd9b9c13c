"""The portal's pages: read the input, call one view or client method, render."""

from fastapi import APIRouter, FastAPI
from foyer_shared.http.app import add_routers

from foyer_portal_bff.api.portal import Portal
from foyer_portal_bff.pages import (
    add_payment_method,
    announcements,
    balance,
    brand,
    cancel,
    cancel_here,
    cancel_offer,
    change_iban,
    closing,
    collection_cases,
    contact_persons,
    credit_notes,
    custom_fields,
    declarations,
    details,
    email_change,
    entitlements,
    export,
    failures,
    history,
    home,
    invoices,
    linked_invoice,
    mailbox,
    messages,
    orders,
    own_password,
    passkeys,
    passwords,
    pause,
    pay,
    payment_methods,
    plan,
    portal_session,
    promotion_code,
    refund_requests,
    registration,
    remove_payment_method,
    resubscribe,
    resume,
    resume_date,
    security,
    settings,
    sign_in,
    static_files,
    subscriptions,
    support,
    unsubscribe,
    visitor_receipts,
    withdraw_here,
)
from foyer_portal_bff.pages.failures import answer_unexpected
from foyer_portal_bff.pages.look import make_look

__all__ = ["add_pages", "answer_unexpected", "page_routers"]

_PAGES = (
    home,
    subscriptions,
    pause,
    resume,
    resume_date,
    plan,
    custom_fields,
    promotion_code,
    cancel,
    cancel_offer,
    change_iban,
    resubscribe,
    entitlements,
    declarations,
    invoices,
    credit_notes,
    balance,
    collection_cases,
    orders,
    pay,
    refund_requests,
    payment_methods,
    add_payment_method,
    remove_payment_method,
    support,
    messages,
    announcements,
    contact_persons,
    details,
    email_change,
    closing,
    export,
    history,
    settings,
    security,
    own_password,
    unsubscribe,
    cancel_here,
    withdraw_here,
    visitor_receipts,
    linked_invoice,
    sign_in,
    passwords,
    passkeys,
    registration,
    static_files,
    brand,
    portal_session,
)


def page_routers(*, sandbox: bool) -> list[APIRouter]:
    """In the order in which they are tried; the mailbox is there in a sandbox only."""
    return [module.router for module in ((*_PAGES, mailbox) if sandbox else _PAGES)]


def add_pages(app: FastAPI) -> None:
    """All pages, the files they need, and a page for every request that goes wrong. The app has its portal
    and its problem documents already.
    """
    portal: Portal = app.state.portal
    app.state.look = make_look()
    add_routers(app, page_routers(sandbox=portal.is_sandbox))
    failures.show_failures_as_pages(app)
