"""`python -m bookload.web.jobs.run ID`: does one job. The supervisor starts it."""

import os
import sys

import django

KINDER = 5
"""Pages come first: somebody waits for them with nothing else to do."""

if __name__ == "__main__":
    os.nice(KINDER)
    django.setup()
    from bookload.web.jobs.worker import carry_out

    carry_out(int(sys.argv[1]))
