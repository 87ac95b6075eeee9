"""Mark the sentences of reports, so that a report can be held against those of other agencies."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the marks; they are filled by the next round, report by report."""
    op.create_table(
        "sentence",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_sentence_document_id")),
        sa.PrimaryKeyConstraint("document_id", "mark", name=op.f("pk_sentence")),
    )
    with op.batch_alter_table("sentence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sentence_mark"), ["mark"], unique=False)


def downgrade() -> None:
    """Take the marks away; they can be made again from the documents."""
    with op.batch_alter_table("sentence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sentence_mark"))
    op.drop_table("sentence")
