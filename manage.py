#!/usr/bin/env python
"""Django's usual entry, the same as the `simcap` command."""

from simcap.cli import main

if __name__ == "__main__":
    main()
