"""Gives a passkey another name."""

from dataclasses import replace

from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.audit import own_audit
from foyer_portal_bff.domain.passkey import Passkey, checked_name
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.audit import Audit
from foyer_portal_bff.storage.passkeys import Passkeys


async def rename_passkey(work: Work, who: SignedIn, passkey_id: str, name: str) -> Passkey:
    """Raises `PasskeyNotFound`, `PasskeyNotNamed`."""
    passkeys = Passkeys(work.session)
    renamed = replace(await passkeys.get(work.scope, who.login.id, passkey_id), name=checked_name(name))
    await passkeys.save(renamed)
    await Audit(work.session).add(own_audit(who, "rename_passkey", passkey_id, work.now))
    return renamed
