"""Begins a registration: makes the link of one mail."""

from dataclasses import dataclass
from datetime import datetime

from foyer_shared.basics.countries import country_code
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.login import same_email
from foyer_portal_bff.domain.rate_limit import (
    REGISTRATIONS_OF_ADDRESS,
    REGISTRATIONS_OF_BUSINESS,
    REGISTRATIONS_OF_EMAIL,
    network_of,
)
from foyer_portal_bff.domain.registration import Registration, begin_registration
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.storage.registrations import Registrations
from foyer_portal_bff.use_cases.count_calls import count_calls


@dataclass(frozen=True, slots=True)
class RegistrationMail:
    """What to send, to whom."""

    registration: Registration
    token: str


async def ask_to_register(
    database: Database,
    business: Business,
    request: RequestMark,
    *,
    email: str,
    name: str,
    country: str | None,
    language: str,
    now: datetime,
) -> RegistrationMail:
    """Whether anybody has the address is not looked at, so neither the answer nor its time can tell it.
    Raises `TooManyRequests`, and what is no country.
    """
    email = same_email(email)
    country = country_code(country) if country else None
    buckets = [
        (REGISTRATIONS_OF_EMAIL, REGISTRATIONS_OF_EMAIL.bucket(business.id, email)),
        (REGISTRATIONS_OF_ADDRESS, REGISTRATIONS_OF_ADDRESS.bucket(network_of(request.ip))),
        (REGISTRATIONS_OF_BUSINESS, REGISTRATIONS_OF_BUSINESS.bucket(business.id)),
    ]
    await count_calls(database, buckets, refusal="Too many registrations. Wait before you try again.")
    registration, token = begin_registration(
        business_id=business.id, email=email, name=name, country=country, language=language, now=now
    )
    async with database.session() as session:
        await Registrations(session).add(registration)
    return RegistrationMail(registration, token)
