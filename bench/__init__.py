"""What the service costs, beside a fixed reference: `python -m bench`, or `make bench`."""
