"""index on a branch"""

from alembic import op
import sqlalchemy as sa

revision = "c3"
down_revision = 'a1'


def upgrade():
    op.create_index("users_name", "users", ["name"])


def downgrade():
    pass
