"""Demonstration data: people named by their post, real occasions moved to West Sumatra, all of it made through `perform`."""
