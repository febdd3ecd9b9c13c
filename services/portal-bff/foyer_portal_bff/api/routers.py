"""All public JSON doors, in the order in which they are tried."""

from fastapi import APIRouter

from foyer_portal_bff.api import (
    account,
    announcements,
    api_keys,
    businesses,
    clock,
    closing,
    collection_cases,
    contacts,
    credit_notes,
    declarations,
    details,
    edge,
    email_change,
    entitlements,
    export,
    files,
    health,
    history,
    home,
    invoices,
    license_calls,
    live,
    logins,
    mailbox,
    messages,
    passkeys,
    passwords,
    paying,
    payment_methods,
    plan_changes,
    portal_configurations,
    portal_sessions,
    preferences,
    promotion_codes,
    refund_requests,
    registration,
    retention_offers,
    sandbox_pages,
    sessions,
    sign_in,
    subscriptions,
    tickets,
    visitor_declarations,
    webhooks,
)

_OWN_API = (
    home,
    subscriptions,
    entitlements,
    declarations,
    plan_changes,
    promotion_codes,
    retention_offers,
    invoices,
    credit_notes,
    collection_cases,
    payment_methods,
    paying,
    tickets,
    refund_requests,
    messages,
    announcements,
    preferences,
    contacts,
    details,
    email_change,
    closing,
    export,
    history,
    account,
    sessions,
)

_own_api = APIRouter(prefix="/api")
_own_api.include_router(tickets.files_router)
_own_api.include_router(passwords.own_router)
_own_api.include_router(passkeys.own_router)
for _module in _OWN_API:
    _own_api.include_router(_module.router)


def json_routers(*, sandbox: bool) -> list[APIRouter]:
    """The edge comes last of `/v1`: it takes every path that the portal does not own."""
    routers = [
        health.router,
        live.router,
        sign_in.router,
        passwords.router,
        passkeys.router,
        registration.router,
        _own_api,
        files.router,
        license_calls.router,
    ]
    routers += [webhooks.router, portal_sessions.router, portal_sessions.own_router]
    routers.append(portal_configurations.router)
    if sandbox:
        routers += [mailbox.router, sandbox_pages.router]
    routers += [businesses.router, api_keys.router, logins.router, clock.router]
    return [*routers, visitor_declarations.router, edge.router]
