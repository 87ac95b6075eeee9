"""Keep what article pages enclose: the files they offer, and which of them a document's text was read from."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the enclosures; they are filled when a page is next sent whole."""
    op.create_table(
        "enclosure",
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("url", sa.String(length=2048), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("enclosed_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshot.id"], name=op.f("fk_enclosure_snapshot_id")),
        sa.ForeignKeyConstraint(["enclosed_id"], ["snapshot.id"], name=op.f("fk_enclosure_enclosed_id")),
        sa.PrimaryKeyConstraint("snapshot_id", "place", name=op.f("pk_enclosure")),
    )
    with op.batch_alter_table("enclosure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enclosure_url"), ["url"], unique=False)
    op.add_column("document", sa.Column("evidence_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take them away; what was read from a file then seems to be the page's own text."""
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_column("evidence_id")
    with op.batch_alter_table("enclosure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enclosure_url"))
    op.drop_table("enclosure")
