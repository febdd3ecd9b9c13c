"""What browsers and authenticators say of passkeys (WebAuthn), by py_webauthn."""

import json
from collections.abc import Iterable
from typing import Any

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    options_to_json_dict,
    parse_authentication_credential_json,
    parse_client_data_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from foyer_portal_bff.domain.login import Login
from foyer_portal_bff.domain.passkey import CHALLENGE_VALID_FOR, Passkey, PasskeyNotValid, Proved

_MILLISECONDS = int(CHALLENGE_VALID_FOR.total_seconds() * 1000)


def creation_options(
    login: Login, *, host: str, business: str, challenge: bytes, present: Iterable[Passkey]
) -> dict[str, Any]:
    """For `navigator.credentials.create`: kept by the authenticator, which makes sure who its user is."""
    options = generate_registration_options(
        rp_id=host,
        rp_name=business,
        user_id=login.id.encode(),
        user_name=login.email,
        user_display_name=login.name or login.email,
        challenge=challenge,
        timeout=_MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(each.credential_id))
            for each in present
            if each.host == host
        ],
    )
    return options_to_json_dict(options)


def request_options(*, host: str, challenge: bytes) -> dict[str, Any]:
    """For `navigator.credentials.get`: it names no passkeys, so that it tells of nobody's."""
    options = generate_authentication_options(
        rp_id=host,
        challenge=challenge,
        timeout=_MILLISECONDS,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def challenge_of(credential: dict[str, Any]) -> bytes:
    """The challenge that it says it answers; raises `PasskeyNotValid`."""
    try:
        return parse_client_data_json(base64url_to_bytes(credential["response"]["clientDataJSON"])).challenge
    except (WebAuthnException, KeyError, TypeError, ValueError) as malformed:
        raise _refusal() from malformed


def read_credential(text: str) -> dict[str, Any]:
    """What a page's script has put into its form; raises `PasskeyNotValid`."""
    try:
        credential = json.loads(text)
    except ValueError as malformed:
        raise _refusal() from malformed
    if not isinstance(credential, dict):
        raise _refusal()
    return credential


def check_created(credential: dict[str, Any], *, challenge: bytes, host: str, origin: str) -> Proved:
    """A new passkey of this host whose user was verified; raises `PasskeyNotValid`."""
    try:
        found = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            require_user_verification=True,
        )
    except (WebAuthnException, KeyError, TypeError, ValueError) as refused:
        raise _refusal() from refused
    return Proved(
        bytes_to_base64url(found.credential_id),
        bytes_to_base64url(found.credential_public_key),
        found.sign_count,
    )


def check_used(credential: dict[str, Any], passkey: Passkey, *, challenge: bytes, origin: str) -> int:
    """How far its counter is now, which never goes back; raises `PasskeyNotValid`, also for a passkey that
    says that it is another login's.
    """
    try:
        handle = parse_authentication_credential_json(credential).response.user_handle
        found = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=passkey.host,
            expected_origin=origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, KeyError, TypeError, ValueError) as refused:
        raise _refusal() from refused
    if handle != passkey.login_id.encode():
        raise _refusal()
    return found.new_sign_count


def _refusal() -> PasskeyNotValid:
    return PasskeyNotValid("This passkey does not work here.", field="credential")
