"""Demonstration data: people named by their post, real occasions, all of it made through `perform`."""
