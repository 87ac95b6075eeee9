"""Know which lists are settled, so that one whose bytes stand as they were need not be read again."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the shelf; it fills with the next crawl."""
    op.create_table(
        "settled_list",
        sa.Column("url", sa.String(length=2048), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sense", sa.String(length=64), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("external", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_settled_list")),
    )


def downgrade() -> None:
    """Take the shelf away; every list is then read again."""
    op.drop_table("settled_list")
