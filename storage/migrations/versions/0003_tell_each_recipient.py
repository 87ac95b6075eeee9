"""Tell each recipient by a delivery of its own, let one delivery tell several alerts, and remember who has left."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Move the alert of each delivery beside it; those under way keep their attempts and go to the whole channel."""
    # SQLite makes the table anew and deletes the old one, which the attempts refer to: they step aside meanwhile.
    op.execute("CREATE TABLE kept_attempt AS SELECT * FROM attempt")
    op.execute("CREATE TABLE kept_delivery AS SELECT id, alert_id, channel FROM delivery")
    op.execute("DELETE FROM attempt")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_delivery_alert_id_channel"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_delivery_alert_id"), type_="foreignkey")
        batch_op.drop_column("alert_id")
        for name, length in (("recipient", 320), ("subscription", 100), ("bundle", 80)):
            batch_op.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
    op.create_table(
        "delivery_alert",
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=100), nullable=False),
        sa.Column("recipient", sa.String(length=320), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_delivery_alert_alert_id")),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name=op.f("fk_delivery_alert_delivery_id")),
        sa.PrimaryKeyConstraint("alert_id", "channel", "recipient", name=op.f("pk_delivery_alert")),
    )
    with op.batch_alter_table("delivery_alert", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_alert_delivery_id"), ["delivery_id"], unique=False)
    op.create_table(
        "unsubscription",
        sa.Column("subscription", sa.String(length=100), nullable=False),
        sa.Column("channel", sa.String(length=100), nullable=False),
        sa.Column("recipient", sa.String(length=320), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subscription", "channel", "recipient", name=op.f("pk_unsubscription")),
    )
    op.execute(
        "INSERT INTO delivery_alert (alert_id, channel, recipient, delivery_id) "
        "SELECT alert_id, channel, '', id FROM kept_delivery"
    )
    op.execute(
        "INSERT INTO attempt (id, delivery_id, at, state, answer) "
        "SELECT id, delivery_id, at, state, answer FROM kept_attempt"
    )
    op.execute("DROP TABLE kept_delivery")
    op.execute("DROP TABLE kept_attempt")


def downgrade() -> None:
    """Give each delivery its first alert back; what one delivery told beside it is forgotten."""
    op.execute("CREATE TABLE kept_attempt AS SELECT * FROM attempt")
    op.execute("DELETE FROM attempt")
    op.execute(
        "CREATE TABLE kept_delivery AS SELECT delivery_id, min(alert_id) AS alert_id FROM delivery_alert "
        "GROUP BY delivery_id"
    )
    op.drop_table("delivery_alert")
    op.drop_table("unsubscription")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.add_column(sa.Column("alert_id", sa.Integer(), nullable=True))
        for name in ("recipient", "subscription", "bundle"):
            batch_op.drop_column(name)
    op.execute("UPDATE delivery SET alert_id = (SELECT alert_id FROM kept_delivery WHERE delivery_id = delivery.id)")
    # Before this step a channel was told an alert once, whatever its recipients.
    op.execute(
        "DELETE FROM delivery WHERE id NOT IN (SELECT min(id) FROM delivery GROUP BY alert_id, channel) "
        "OR alert_id IS NULL"
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.alter_column("alert_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key(batch_op.f("fk_delivery_alert_id"), "alert", ["alert_id"], ["id"])
        batch_op.create_unique_constraint(batch_op.f("uq_delivery_alert_id_channel"), ["alert_id", "channel"])
    op.execute(
        "INSERT INTO attempt (id, delivery_id, at, state, answer) SELECT id, delivery_id, at, state, answer "
        "FROM kept_attempt WHERE delivery_id IN (SELECT id FROM delivery)"
    )
    op.execute("DROP TABLE kept_delivery")
    op.execute("DROP TABLE kept_attempt")
