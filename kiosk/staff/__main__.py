"""`python -m kiosk.staff`: the command line without the first start of main.py, for tests and engineers."""

import sys

from kiosk.staff.main import main

sys.exit(main(sys.argv[1:]))
