"""Know since when a business's mail is let go, and which invoices are void: about what was before, and about
those, nobody is written to.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column(
        "businesses",
        sa.Column("mail_on_since", postgresql.TIMESTAMP(timezone=True), nullable=True),
        schema="notifications",
    )
    op.create_table(
        "void_invoices",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_void_invoices")),
        schema="notifications",
    )
