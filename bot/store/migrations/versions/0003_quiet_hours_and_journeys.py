"""Quiet hours, and a clock that goes back by itself after a journey."""

import sqlalchemy as sa
from alembic import op

from bot.store.columns import UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has quiet hours or is away until they say so."""
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("quiet", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("home_zone", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("away_until", UTCDateTime(), nullable=True))
        batch_op.create_index(batch_op.f("ix_person_away_until"), ["away_until"], unique=False)


def downgrade() -> None:
    """Take the step back."""
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_away_until"))
        batch_op.drop_column("away_until")
        batch_op.drop_column("home_zone")
        batch_op.drop_column("quiet")
