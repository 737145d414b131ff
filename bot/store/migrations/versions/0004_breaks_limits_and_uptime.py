"""The end of a break is told, check-ins come to rest, prompts are nudged once, and downtime is known."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import UTCDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Open check-ins are looked at once at the start; who is in the middle of one is left in it.

    Of breaks only those that still run are told as over.
    """
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("returns_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("asked_once", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index("ix_person_returns_at", ["returns_at"])
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.alter_column("asked_once", server_default=None)
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.add_column(sa.Column("nudged_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("begun_at", UTCDateTime(), nullable=True))
        batch_op.create_index("ix_slot_person_id_sent_at", ["person_id", "sent_at"])
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rests_at", UTCDateTime(), nullable=True))
        batch_op.create_index("ix_session_rests_at", ["rests_at"])
    op.execute(
        "UPDATE person SET returns_at = paused_until"
        " WHERE paused_until > CURRENT_TIMESTAMP AND paused_until < '9000-01-01'"
    )
    op.execute("UPDATE session SET rests_at = touched_at WHERE status = 'open'")
    op.create_table(
        "uptime",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("began_at", UTCDateTime(), nullable=False),
        sa.Column("ticked_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uptime")),
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("uptime")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index("ix_session_rests_at")
        batch_op.drop_column("rests_at")
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.drop_index("ix_slot_person_id_sent_at")
        batch_op.drop_column("begun_at")
        batch_op.drop_column("nudged_at")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_returns_at")
        batch_op.drop_column("asked_once")
        batch_op.drop_column("returns_at")
