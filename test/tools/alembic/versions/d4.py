"""merge of both"""

from alembic import op
import sqlalchemy as sa

revision = "d4"
down_revision = ('b2', 'c3')


def upgrade():
    op.create_unique_constraint("users_email", "users", ["email"])


def downgrade():
    pass
