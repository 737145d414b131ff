"""Messages and button presses of a person are counted apart."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Until now both stood in one column, so the presses begin where it stands."""
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_press_id", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute("UPDATE person SET last_press_id = last_update_id")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.alter_column("last_press_id", server_default=None)


def downgrade() -> None:
    """Take the step back."""
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("last_press_id")
