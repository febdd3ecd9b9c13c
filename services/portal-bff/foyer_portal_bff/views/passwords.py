"""Signing in with a password, and the steps to another one."""

from dataclasses import dataclass

from foyer_portal_bff.views.refusals import NONE, Problems


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """The form for address and password; what was typed as the password is never shown again."""

    email: str
    next: str
    problems: Problems = NONE


@dataclass(frozen=True, slots=True)
class ForgottenPage:
    """The form for the address (`sent` is False), then what to do."""

    email: str
    sent: bool = False
    problems: Problems = NONE


@dataclass(frozen=True, slots=True)
class ResetPage:
    """The form behind the mailed link; `refused` is why it cannot be used."""

    token: str
    problems: Problems = NONE
    refused: str = ""


@dataclass(frozen=True, slots=True)
class OwnPasswordPage:
    """The first step (`sent_to` is "") says what happens, the second asks for code and password."""

    sent_to: str
    problems: Problems = NONE
    code: str = ""
