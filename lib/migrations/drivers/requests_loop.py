"""The loop of a driver: answers each line of JSON on stdin with a line of JSON on stdout; whatever the project prints goes
to stderr.
"""

import json
import os
import sys

ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)


def in_project():
    """The project's modules are found in its directory, and not in this file's."""
    sys.path[0] = os.getcwd()


def answer_all(configure, listing, apply):
    """`open` configures and lists, once; every other request applies a migration to what was configured."""
    configured = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["do"] == "open":
                configured = configure(request)
                answer = listing(configured)
            else:
                answer = apply(configured, request)
            reply = {"answer": answer}
        except BaseException as error:  # A project may even call exit().
            reply = {"error": "%s: %s" % (type(error).__name__, error)}
        ANSWERS.write(json.dumps(reply) + "\n")
        ANSWERS.flush()
