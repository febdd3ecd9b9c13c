"""Find what was set aside at once, however much the outbox keeps."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.create_index(
        "ix_outbox_set_aside",
        "outbox",
        ["position"],
        unique=False,
        schema="subscriptions",
        postgresql_where=sa.text("set_aside IS NOT NULL"),
    )
