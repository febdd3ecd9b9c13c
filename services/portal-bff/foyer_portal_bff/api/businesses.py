"""Businesses: `/v1/businesses`, for whoever runs the installation."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from foyer_shared.basics.bank_accounts import BankAccount
from foyer_shared.basics.ids import new_id
from foyer_shared.basics.origin import Scope
from foyer_shared.contracts.addresses import AddressData
from foyer_shared.contracts.bank_accounts import BankAccountData
from foyer_shared.http.addresses import AddressBody
from foyer_shared.http.models import Answer, Body, showing
from foyer_shared.http.pages import Page
from pydantic import Field, StringConstraints

from foyer_portal_bff.api.fields import Email, Name
from foyer_portal_bff.api.keys import installation, installation_origin
from foyer_portal_bff.api.portal import PortalHere
from foyer_portal_bff.domain.business import Brand, Business
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.use_cases.create_business import create_business
from foyer_portal_bff.use_cases.update_business import update_business

router = APIRouter(prefix="/v1/businesses", dependencies=[Depends(installation)])

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
NumberPrefix = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,10}$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+$", max_length=200)]
Number = Annotated[str, StringConstraints(max_length=50)]
Host = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.-]+$", max_length=253)]


class BrandBody(Body):
    """How the business looks."""

    name: Name
    accent: Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]

    def brand(self) -> Brand:
        """The same, for the domain."""
        return Brand(self.name, self.accent)


class BankAccountBody(Body):
    """Where customers pay by transfer. `holder` is whose name the bank knows it by, when that is not the
    business's `legal_name`.
    """

    iban: Number
    bic: Number | None = None
    holder: Name | None = None

    def account(self) -> BankAccount:
        """The same for the domain, not yet checked."""
        return BankAccount(**self.model_dump())


class BusinessBody(Body):
    """A new business. Without a `vat_id` its invoices charge no tax; without a `bank_account` they do not say
    how to pay by transfer.
    """

    model_config = showing(
        {
            "legal_name": "Northwind Design B.V.",
            "slug": "northwind",
            "country": "NL",
            "currency": "EUR",
            "zone": "Europe/Amsterdam",
            "language": "nl",
            "number_prefix": "NW",
            "portal_url": "https://my.northwind.example",
            "support_email": "help@northwind.example",
            "brand": {"name": "Northwind", "accent": "#1f6feb"},
            "bank_account": {"iban": "NL91ABNA0417164300", "bic": "ABNANL2A"},
            "hosts": ["my.northwind.example"],
        }
    )

    legal_name: Name
    slug: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,63}$")]
    country: Country
    currency: Currency
    zone: str
    language: Language
    number_prefix: NumberPrefix
    mode: Literal["sandbox", "live"] = "sandbox"
    mail: Literal["on", "held"] = "on"
    portal_url: Url
    support_email: Email
    brand: BrandBody
    address: AddressBody | None = None
    vat_id: Number | None = None
    register_number: Number | None = None
    creditor_id: Number | None = None
    bank_account: BankAccountBody | None = None
    hosts: list[Host] = Field(default=[], max_length=20)


class BusinessChanges(Body):
    """What may change of it; what is left out stays. An empty `vat_id`, `register_number` or `creditor_id`
    takes it away, and so does null the `bank_account`.
    """

    model_config = showing(
        {"zone": "Europe/Brussels", "mail": "held"},
        {"bank_account": {"iban": "NL91ABNA0417164300", "bic": "ABNANL2A", "holder": "Northwind Holding"}},
    )

    legal_name: Name | None = None
    zone: str | None = None
    language: Language | None = None
    mail: Literal["on", "held"] | None = None
    portal_url: Url | None = None
    support_email: Email | None = None
    brand: BrandBody | None = None
    address: AddressBody | None = None
    vat_id: Number | None = None
    register_number: Number | None = None
    creditor_id: Number | None = None
    bank_account: BankAccountBody | None = None
    hosts: list[Host] | None = Field(default=None, max_length=20)


class BusinessAnswer(Answer):
    """A business."""

    id: str
    version: int
    legal_name: str
    slug: str
    country: str
    currency: str
    zone: str
    language: str
    number_prefix: str
    mode: str
    mail: str
    portal_url: str
    support_email: str
    brand: dict[str, Any]
    address: AddressData | None
    vat_id: str | None
    register_number: str | None
    creditor_id: str | None
    bank_account: BankAccountData | None
    hosts: list[str]


@router.post("", status_code=201)
async def post_business(request: Request, body: BusinessBody, portal: PortalHere) -> BusinessAnswer:
    """Set one up. Its slug makes a repeat harmless: 409 `slug_taken`."""
    details = body.model_dump(exclude={"brand", "address", "bank_account", "hosts"})
    business = Business(
        id=new_id("biz"),
        version=1,
        **details,
        brand=body.brand.brand(),
        address=body.address.address() if body.address else None,
        bank_account=body.bank_account.account() if body.bank_account else None,
    )
    async with portal.database.work(installation_origin(business.id, request)) as work:
        business = await create_business(work, business, body.hosts)
        hosts = await Businesses(work.session).hosts(work.scope)
    return _answer(business, hosts)


@router.get("")
async def get_businesses(portal: PortalHere) -> Page[BusinessAnswer]:
    """All of the installation."""
    async with portal.database.session() as session:
        businesses = Businesses(session)
        found = await businesses.list_for_everyone()
        return Page(data=[_answer(one, await businesses.hosts(Scope(one.id))) for one in found])


@router.get("/{business_id}")
async def get_business(business_id: str, portal: PortalHere) -> BusinessAnswer:
    """One of them."""
    async with portal.database.session() as session:
        businesses = Businesses(session)
        scope = Scope(business_id)
        return _answer(await businesses.get(scope), await businesses.hosts(scope))


@router.patch("/{business_id}")
async def patch_business(
    business_id: str, request: Request, body: BusinessChanges, portal: PortalHere
) -> BusinessAnswer:
    """Change some of it."""
    changes = body.model_dump(exclude_none=True, exclude={"brand", "address", "bank_account", "hosts"})
    if body.brand:
        changes["brand"] = body.brand.brand()
    if body.address:
        changes["address"] = body.address.address()
    if "bank_account" in body.model_fields_set:
        changes["bank_account"] = body.bank_account.account() if body.bank_account else None
    async with portal.database.work(installation_origin(business_id, request)) as work:
        business = await update_business(work, changes, body.hosts)
        hosts = await Businesses(work.session).hosts(work.scope)
    return _answer(business, hosts)


def _answer(business: Business, hosts: list[str]) -> BusinessAnswer:
    return BusinessAnswer(**asdict(business), hosts=hosts)
