"""How businesses collect what is overdue, in the database."""

from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Scope
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from foyer_invoicing.domain.collection_settings import (
    USUAL_COLLECTION,
    CaseOpening,
    CollectionSettings,
    PlanRule,
)
from foyer_invoicing.storage.rows import CollectionSettingsRow


class CollectionRules:
    """Reads and writes the settings of businesses."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def settings(self, scope: Scope) -> CollectionSettings:
        """The usual ones while the business has said nothing else."""
        row = await self._session.get(CollectionSettingsRow, scope.business_id)
        if row is None:
            return USUAL_COLLECTION
        rule = None
        if row.rule_up_to and row.rule_currency and row.rule_most_instalments:
            rule = PlanRule(Money(row.rule_up_to, row.rule_currency), row.rule_most_instalments)
        return CollectionSettings(
            opening=CaseOpening(row.opening),
            open_after_days=row.open_after_days,
            days_between_stages=row.days_between_stages,
            plans_offered=row.plans_offered,
            instalments=tuple(row.instalments),
            plan_rule=rule,
            grace_days=row.grace_days,
        )

    async def save_settings(self, scope: Scope, settings: CollectionSettings) -> None:
        """They hold from now on."""
        rule = settings.plan_rule
        values = {
            "opening": settings.opening,
            "open_after_days": settings.open_after_days,
            "days_between_stages": settings.days_between_stages,
            "plans_offered": settings.plans_offered,
            "instalments": list(settings.instalments),
            "rule_up_to": rule.up_to.amount if rule else None,
            "rule_currency": rule.up_to.currency if rule else None,
            "rule_most_instalments": rule.most_instalments if rule else None,
            "grace_days": settings.grace_days,
        }
        statement = insert(CollectionSettingsRow).values(business_id=scope.business_id, **values)
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=["business_id"], set_=values)
        )
