"""What payments tells of a provider, told from its outbox: money that was collected, or went back."""

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.storage.work import Announcement
from psycopg import connect
from psycopg.types.json import Jsonb

_OF_CUSTOMER = "SELECT business_id FROM invoicing.customers WHERE id = %s"
_TELL = (
    "INSERT INTO payments.outbox (message_id, routing_key, body, headers)"
    " VALUES (%(message_id)s, %(routing_key)s, %(body)s, %(headers)s)"
)


def tell(database_url: str, event: Event, *, subject: str, customer_id: str) -> None:
    """Of a customer's money, now."""
    with connect(database_url) as connection:
        found = connection.execute(_OF_CUSTOMER, [customer_id]).fetchone()
        assert found
        now = real_now()
        envelope = Envelope(
            id=new_id("evt"),
            source=f"/{event.owner}",
            type=event.type,
            time=now,
            subject=subject,
            subjectversion=1,
            businessid=found[0],
            customerid=customer_id,
            actor="system:provider",
            businesstime=now,
            data=event.model_dump(mode="json"),
        )
        row = Announcement(envelope).as_row()
        connection.execute(_TELL, row | {"headers": Jsonb(row["headers"])})
