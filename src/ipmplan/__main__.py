"""``python -m ipmplan``."""

from ipmplan.cli import main

main(prog_name="ipmplan")
