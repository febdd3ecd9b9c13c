"""The form for an account, and the page behind the mailed link."""

from dataclasses import dataclass

from foyer_portal_bff.views.addresses import countries
from foyer_portal_bff.views.choices import Choice
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.refusals import NONE, Problem, Problems
from foyer_portal_bff.views.sign_in import check_address

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Applicant:
    """What was typed."""

    email: str
    name: str
    country: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The form (`sent` is False), then what to do."""

    applicant: Applicant
    countries: tuple[Choice, ...]
    sent: bool
    problems: Problems


@dataclass(frozen=True, slots=True)
class RegisterLinkPage:
    """One button that posts; `refused` is why the link cannot be used."""

    token: str
    refused: str = ""


def register_page(
    applicant: Applicant, reader: Reader, *, sent: bool = False, problems: Problems = NONE
) -> RegisterPage:
    """All countries, the one that was chosen marked."""
    offered = (("", reader.say("Choose a country")), *countries(reader))
    return RegisterPage(
        applicant,
        tuple(Choice(code, text, code == applicant.country) for code, text in offered),
        sent=sent,
        problems=problems,
    )


def check_applicant(applicant: Applicant, reader: Reader) -> Problems:
    """Whether what was typed can be an address and a name."""
    problems = check_address(applicant.email, reader).all
    if not applicant.name or len(applicant.name) > LONGEST_NAME or not applicant.name.isprintable():
        problems += (Problem("name", reader.say("Enter your name.")),)
    return Problems(problems)
