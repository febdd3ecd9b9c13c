"""Answer mails about tickets."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column("messages", sa.Column("ticket_id", sa.String(), nullable=True), schema="notifications")
    op.add_column("mailbox", sa.Column("reply_to", sa.String(), nullable=True), schema="notifications")
