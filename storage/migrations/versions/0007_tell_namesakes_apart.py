"""Tell agencies apart whose name alone may be several bodies': each is known by the site that it reports on."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the site, empty for those held already: they stay recognised by name."""
    _step_aside()
    with op.batch_alter_table("agency", schema=None) as batch_op:
        batch_op.add_column(sa.Column("site", sa.String(length=255), nullable=False, server_default=""))
        batch_op.drop_constraint(batch_op.f("uq_agency_name_region_code"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_agency_name_region_code_site"), ["name", "region_code", "site"]
        )
    _step_back()


def downgrade() -> None:
    """Take the site away; of namesakes without a code the first one keeps its reports."""
    _step_aside()
    op.execute("DELETE FROM agency WHERE id NOT IN (SELECT min(id) FROM agency GROUP BY name, region_code)")
    op.execute("DELETE FROM kept_report WHERE agency_id NOT IN (SELECT id FROM agency)")
    op.execute("DELETE FROM kept_filing WHERE report_id NOT IN (SELECT id FROM kept_report)")
    with op.batch_alter_table("agency", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_agency_name_region_code_site"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_agency_name_region_code"), ["name", "region_code"])
        batch_op.drop_column("site")
    _step_back()


def _step_aside() -> None:
    # SQLite makes the table anew and deletes the old one, which the reports refer to: they step aside meanwhile.
    op.execute("CREATE TABLE kept_report AS SELECT * FROM report")
    op.execute("CREATE TABLE kept_filing AS SELECT id, report_id FROM reading WHERE report_id IS NOT NULL")
    op.execute("CREATE UNIQUE INDEX ix_kept_filing ON kept_filing (id)")
    op.execute("UPDATE reading SET report_id = NULL")
    op.execute("DELETE FROM report")


def _step_back() -> None:
    op.execute(
        "INSERT INTO report (id, agency_id, kind, year, url, reading_id, first_seen_at) "
        "SELECT id, agency_id, kind, year, url, reading_id, first_seen_at FROM kept_report"
    )
    op.execute(
        "UPDATE reading SET report_id = "
        "(SELECT kept_filing.report_id FROM kept_filing WHERE kept_filing.id = reading.id)"
    )
    op.execute("DROP TABLE kept_report")
    op.execute("DROP TABLE kept_filing")
