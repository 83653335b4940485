"""A project's Alembic revisions for a replay: lists them from the base to the heads, and upgrades one at a time."""

import importlib.util
import os

from requests_loop import answer_all, in_project
from scratch_engines import redirect


def configure(request):
    in_project()
    from alembic.config import Config

    redirect(request["scratch"])
    config = Config(request["file"])
    asked, told = option(config), os.environ.get("DATABASE_URL", "")
    guess = guessed(config)
    # What env.py makes of it is the project's: most read the option, some the environment.
    os.environ["DATABASE_URL"] = with_driver(request["url"], told, asked, guess)
    config.set_main_option("sqlalchemy.url", with_driver(request["url"], asked, told, guess).replace("%", "%%"))
    return config


def option(config):
    try:
        return config.get_main_option("sqlalchemy.url") or ""
    except Exception:  # It may name what only env.py sets.
        return ""


def with_driver(url, *others):
    """The URL, with the driver of the first of the others that is one of PostgreSQL."""
    schemes = (other.split(":", 1)[0] for other in others)
    found = next((scheme for scheme in schemes if scheme.split("+")[0] == "postgresql"), "postgresql")
    return found + url[url.index(":") :]


def guessed(config):
    """Where nothing names a driver: one that is installed, of asyncio if env.py speaks of that."""
    from alembic.script import ScriptDirectory

    with open(os.path.join(ScriptDirectory.from_config(config).dir, "env.py"), encoding="utf-8") as file:
        drivers = ("asyncpg", "psycopg") if "sqlalchemy.ext.asyncio" in file.read() else ("psycopg2", "psycopg", "pg8000")
    found = next((driver for driver in drivers if importlib.util.find_spec(driver)), None)
    return "postgresql+%s:" % found if found else ""


def listing(config):
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(config)
    revisions = list(script.walk_revisions())[::-1]
    return [
        {
            "id": revision.revision,
            "name": ("%s %s" % (revision.revision, revision.doc or "")).strip(),
            "group": None,
            "file": os.path.relpath(revision.path).replace(os.sep, "/"),
            "replaces": [],
            "needs": sorted(set(revision._all_down_revisions)),
        }
        for revision in revisions
    ]


def apply(config, request):
    """`alembic upgrade`; which ledger says so now. None: it was applied before, as what another one needs."""
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(config)
    ran, ledgers = [], []

    def upgrade(heads, context):
        steps = list(script._upgrade_revs(request["id"], heads))
        ran.append(bool(steps))
        ledgers.append(".".join(filter(None, [context.version_table_schema, context.version_table])))
        return steps

    with EnvironmentContext(config, script, fn=upgrade, destination_rev=request["id"]):
        script.run_env()
    if not ran:
        raise LookupError("env.py ran no migrations")
    return ledgers[-1] if any(ran) else None


answer_all(configure, listing, apply)
