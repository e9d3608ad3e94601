"""Where the program starts: `rmdesk` and `python -m rmdesk`."""

import sys


def main() -> int:
    """Run one command line and give its exit code."""
    from rmdesk.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
