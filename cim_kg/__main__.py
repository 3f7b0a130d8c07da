"""`python -m cim_kg` is the command line."""

from cim_kg.cli import main

main()
