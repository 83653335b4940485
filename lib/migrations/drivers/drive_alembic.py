"""A project's Alembic revisions for a replay: lists them from the base to the heads, and upgrades one at a time."""

import os

from requests_loop import answer_all, in_project


def configure(request):
    in_project()
    from alembic.config import Config

    # What env.py makes of it is the project's: most read the option, some the environment.
    os.environ["DATABASE_URL"] = request["url"]
    config = Config(request["file"])
    config.set_main_option("sqlalchemy.url", request["url"].replace("%", "%%"))
    return config


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
    from alembic import command

    command.upgrade(config, request["id"])
    return None


answer_all(configure, listing, apply)
