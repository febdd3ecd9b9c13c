"""Switch the messages of a category off, or on again."""

from foyer_shared.contracts.notifications import PreferencesChanged
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import Category
from foyer_notifications.domain.preferences import Preferences
from foyer_notifications.storage.preferences import PreferencesOf


async def switch_category(work: Work, customer_id: str, category: Category, *, on: bool) -> Preferences:
    """Announced when it was the other way; what waits to be sent goes out all the same."""
    repository = PreferencesOf(work.session)
    before = await repository.get_for_update(work.scope, customer_id)
    preferences = before.switch(category, on=on)
    if preferences is not before:
        await repository.save(preferences)
        work.announce(
            PreferencesChanged(
                customer_id=customer_id, category=category, on=on, off=tuple(sorted(preferences.off))
            ),
            subject=customer_id,
            version=preferences.version,
            customer_id=customer_id,
        )
    return preferences
