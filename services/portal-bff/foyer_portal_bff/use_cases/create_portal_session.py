"""Prepares a portal session, which its customer opens by a link."""

from datetime import datetime
from urllib.parse import urlsplit

from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.login import check_language
from foyer_portal_bff.domain.portal_session import (
    LINK_LIFETIME,
    CustomerHasNoLogin,
    Flow,
    FlowSwitchedOff,
    PortalSession,
    check_flow,
    check_return_url,
    start_of,
    with_way_back,
)
from foyer_portal_bff.domain.switched_doors import opens
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.storage.logins import Logins
from foyer_portal_bff.storage.portal_configurations import PortalConfigurations
from foyer_portal_bff.storage.portal_sessions import PortalSessions


async def create_portal_session(
    work: Work,
    business: Business,
    customer_id: str,
    *,
    flow: Flow | None,
    return_url: str | None = None,
    configuration_id: str | None = None,
    locale: str | None = None,
    now: datetime,
) -> PortalSession:
    """For the customer's owner; `now` is real time, which links and sessions follow. Raises `FlowIncomplete`,
    `ReturnUrlNotAllowed`, `ReturnUrlMissing`, `LanguageNotOffered`, `CustomerHasNoLogin`,
    `PortalConfigurationNotFound` for one that is not there or not active, `FlowSwitchedOff`.
    """
    check_language(locale, field="locale")
    configuration = await PortalConfigurations(work.session).for_session(
        work.scope, configuration_id, customer_id
    )
    return_url = return_url or configuration.default_return_url
    own = urlsplit(business.portal_url).hostname or ""
    hosts = frozenset({own, *await Businesses(work.session).hosts(work.scope), *configuration.return_hosts})
    check_return_url(return_url, hosts, field="return_url")
    if flow:
        flow = with_way_back(flow, return_url)
        check_flow(flow)
        if not opens(start_of(flow), configuration.closed):
            raise FlowSwitchedOff(f"{flow.type} is switched off for this customer.", field="flow.type")
        check_return_url(flow.return_url, hosts, field="flow.after_completion.return_url")
    login_id = await Logins(work.session).first_owner(work.scope, customer_id, now)
    if login_id is None:
        raise CustomerHasNoLogin("Nobody can sign in for this customer.", field="customer_id")
    portal_session = PortalSession(
        id=new_id("bps"),
        business_id=business.id,
        customer_id=customer_id,
        login_id=login_id,
        created_at=now,
        expires_at=now + LINK_LIFETIME,
        return_url=return_url,
        configuration_id=configuration.id if configuration_id else None,
        locale=locale,
        flow=flow,
    )
    await PortalSessions(work.session).add(portal_session)
    return portal_session
