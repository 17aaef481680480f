"""`python -m wolkvox_async` is `wolkvox`."""

from wolkvox_async.cli import main

if __name__ == "__main__":
    main(prog_name="wolkvox")
