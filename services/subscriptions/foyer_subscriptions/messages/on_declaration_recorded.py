"""A customer declared in the portal that a subscription is to end."""

from foyer_shared.basics.origin import Actor
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.portal import DeclarationRecorded
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.declaration import Declaration, Terms
from foyer_subscriptions.use_cases.hear_declaration import hear_declaration


async def on_declaration_recorded(work: Work, event: DeclarationRecorded, envelope: Envelope) -> None:
    await hear_declaration(
        work,
        event.subscription_id,
        Declaration(
            id=event.declaration_id,
            number=event.number,
            received_at=event.received_at,
            is_withdrawal=event.is_withdrawal,
            terms=Terms(
                by_right=event.identified_by != "sign_in",
                proven=event.identified_by not in {"email", "number"},
                not_before=event.not_before,
            ),
        ),
        declared_by=Actor.parse(envelope.actor),
        reason=event.reason,
        message=event.message,
        promise=event.promise,
    )
