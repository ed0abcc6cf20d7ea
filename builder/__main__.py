"""`python -m builder` is the same as `puri`."""

from builder.cli import main

if __name__ == "__main__":
    main()
