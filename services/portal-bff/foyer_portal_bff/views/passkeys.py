"""Adding a passkey, and what becomes of one."""

from dataclasses import dataclass

from foyer_portal_bff.views.refusals import NONE, Problems


@dataclass(frozen=True, slots=True)
class AddPage:
    """The first step says what a passkey is, the second (`sent_to`) asks for the code, the third (`options`,
    as JSON for the script) for the passkey and its name.
    """

    sent_to: str
    options: str
    name: str
    problems: Problems = NONE


@dataclass(frozen=True, slots=True)
class PasskeyPage:
    """One passkey; `sent_to` is where the code went with which it is removed, "" before."""

    action: str
    name: str
    sent_to: str
    problems: Problems = NONE
