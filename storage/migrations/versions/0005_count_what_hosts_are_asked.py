"""Count what each host is asked on a day, so that a daily budget holds over rounds and processes."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the counts; they begin with the next crawl."""
    op.create_table(
        "host_day",
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("host", "day", name=op.f("pk_host_day")),
    )


def downgrade() -> None:
    """Take the counts away; a day's budget then begins anew."""
    op.drop_table("host_day")
