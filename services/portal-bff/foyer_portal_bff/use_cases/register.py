"""Opens an account for an address when the link that was mailed to it is opened."""

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.ids import new_id
from foyer_shared.basics.origin import Actor, ActorKind, Origin, Scope
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.audit import DONE, AuditEntry
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.customer import Customer
from foyer_portal_bff.domain.login import Login, Membership
from foyer_portal_bff.domain.registration import Registration, RegistrationLinkNotValid, check_open
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.domain.session import hash_token
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.gateways.callers import PORTAL, portal_caller
from foyer_portal_bff.gateways.invoicing import InvoicingClient
from foyer_portal_bff.storage.audit import Audit
from foyer_portal_bff.storage.customers import Customers
from foyer_portal_bff.storage.logins import Logins
from foyer_portal_bff.storage.registrations import Registrations
from foyer_portal_bff.use_cases.open_session import OpenedSession, open_session
from foyer_portal_bff.use_cases.take_in_customer import take_in_customer


async def register(
    database: Database, invoicing: InvoicingClient, business: Business, token: str, request: RequestMark
) -> OpenedSession:
    """Whoever has an account already is signed in, and nothing else changes. A known customer whose documents
    go to this address is joined: as its owner if nobody can sign in for it, else as somebody who sees. Only
    then is a customer made, with the registration's id as its key: whoever was cut off can open the link once
    more. Raises `RegistrationLinkNotValid`, and what invoicing refuses.
    """
    scope, hashed = Scope(business.id), hash_token(token)
    async with database.session() as session:
        asked = check_open(await Registrations(session).of_token(scope, hashed), real_now())
        is_known = await _has_account(Logins(session), scope, asked.email) or await Customers(
            session
        ).of_email(scope, asked.email)
    made = None if is_known else await _make(invoicing, business, asked, request)
    now = real_now()
    async with database.work(Origin(scope, PORTAL, now, request.id)) as work:
        registrations = Registrations(work.session)
        asked = check_open(await registrations.of_token(scope, hashed, lock=True), now)
        await registrations.use(asked, now)
        if made:
            await take_in_customer(work, made)
        login = await _join(work, asked)
        opened = await open_session(work, login_id=login.id, way="link", request=request)
        if opened is None:
            raise RegistrationLinkNotValid("There is no account behind this link.")
        await _note(work, login, request, made)
    return opened


async def _has_account(logins: Logins, scope: Scope, email: str) -> bool:
    login = await logins.find_by_email(scope, email)
    return login is not None and bool(await logins.accounts(scope, login.id, real_now()))


async def _make(
    invoicing: InvoicingClient, business: Business, asked: Registration, request: RequestMark
) -> Customer:
    caller = portal_caller(business, scope="invoicing:write", request_id=request.id)
    made = await invoicing.make_customer(
        caller,
        email=asked.email,
        name=asked.name,
        country=asked.country,
        language=asked.language,
        key=asked.id,
    )
    # Version 0: whatever event of it comes, it is newer.
    return Customer(
        version=0,
        business_id=business.id,
        **made.model_dump() | {"language": made.language or business.language},
    )


async def _join(work: Work, asked: Registration) -> Login:
    """The login of the address, a member of each customer whose documents go there."""
    logins = Logins(work.session)
    login = await logins.add_unless_there(
        Login(id=new_id("lgn"), version=1, business_id=asked.business_id, email=asked.email, name=asked.name)
    )
    if await logins.accounts(work.scope, login.id, work.now):
        return login
    for customer in await Customers(work.session).of_email(work.scope, asked.email):
        role = Role.MEMBER if await logins.has_members(work.scope, customer.id) else Role.OWNER
        await logins.add_membership(work.scope, Membership(login.id, customer.id, role, joined_at=work.now))
    return login


async def _note(work: Work, login: Login, request: RequestMark, made: Customer | None) -> None:
    await Audit(work.session).add(
        AuditEntry(
            request=request,
            business_id=login.business_id,
            customer_id=made.id if made else None,
            actor=Actor(ActorKind.LOGIN, login.id),
            session_id=None,
            action="register",
            target=login.id,
            outcome=DONE,
            at=real_now(),
        )
    )
