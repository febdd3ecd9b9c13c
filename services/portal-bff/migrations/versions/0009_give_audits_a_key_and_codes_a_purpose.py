"""Give each entry of the audit log a key of its own, and each code the one thing that it is good for."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    # Wait briefly for a lock and work briefly under it, so that a deployment never stops the traffic.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    op.add_column("audit", sa.Column("id", sa.BigInteger(), sa.Identity()), schema="portal")
    op.drop_constraint("pk_audit", "audit", schema="portal")
    op.create_primary_key("pk_audit", "audit", ["id"], schema="portal")
    op.create_index("ix_audit_request_id", "audit", ["request_id"], schema="portal")
    op.add_column(
        "sign_in_attempts",
        sa.Column("purpose", sa.String(), server_default="sign_in", nullable=False),
        schema="portal",
    )
