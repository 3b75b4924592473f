"""Whether the installation is well: for the machine that watches it, never with personal data."""
