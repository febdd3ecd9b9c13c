"""The steps of changing a customer's email, and the page behind the mailed link."""

from dataclasses import dataclass

from foyer_portal_bff.views.refusals import NONE, Problems


@dataclass(frozen=True, slots=True)
class EmailChangePage:
    """The first step (`sent_to` is "") asks for the new address, the second for the code from the mail."""

    current: str
    email: str = ""
    sent_to: str = ""
    problems: Problems = NONE


@dataclass(frozen=True, slots=True)
class EmailLinkPage:
    """One button that posts; `token` is "" when there is nothing to confirm any more."""

    token: str
    changed_to: str = ""
    problem: str = ""
