"""OpenStack's own command-line client, kept running: reads the words of a command as one JSON list a line, answers with
one JSON object a line. Starting it anew costs a second and a half for each command, nearly all of it imports.
"""
import contextlib
import io
import json
import logging
import sys

from openstackclient import shell

answers = sys.stdout
for line in sys.stdin:
    said, errors = io.StringIO(), io.StringIO()
    logging.getLogger('').handlers.clear()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(errors):
        try:
            code = shell.OpenStackShell().run(json.loads(line))
        except SystemExit as end:
            code = end.code
    answer = {'code': code or 0, 'said': said.getvalue(), 'errors': errors.getvalue()[-2000:]}
    print(json.dumps(answer), file=answers, flush=True)
