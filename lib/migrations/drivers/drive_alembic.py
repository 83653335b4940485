"""A project's Alembic revisions for a replay: lists them from the base to the heads, and upgrades one at a time.

Answers each line of JSON on stdin with a line of JSON on stdout; whatever the project prints goes to stderr.
"""

import json
import os
import sys

ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)


def configure(request):
    # In the place of this file's own folder.
    sys.path[0] = os.getcwd()
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


def main():
    config = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["do"] == "open":
                config = configure(request)
                answer = listing(config)
            else:
                answer = apply(config, request)
            reply = {"answer": answer}
        except BaseException as error:  # A project may even call exit().
            reply = {"error": "%s: %s" % (type(error).__name__, error)}
        ANSWERS.write(json.dumps(reply) + "\n")
        ANSWERS.flush()


main()
