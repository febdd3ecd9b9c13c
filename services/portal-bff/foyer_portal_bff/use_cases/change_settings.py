"""Changes how a login's screens look."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.audit import own_audit
from foyer_portal_bff.domain.login import Login, check_language
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.audit import Audit
from foyer_portal_bff.storage.logins import Logins


async def change_settings(work: Work, who: SignedIn, changes: Mapping[str, Any]) -> Login:
    """`changes` may hold `theme` and `language` (None: as the browser says); raises `LanguageNotOffered`."""
    if "language" in changes:
        check_language(changes["language"])
    logins = Logins(work.session)
    before = await logins.get_for_update(work.scope, who.login.id)
    login = replace(before, **changes, version=before.version + 1)
    await logins.save(login)
    await Audit(work.session).add(own_audit(who, "change_settings", login.id, work.now))
    return login
