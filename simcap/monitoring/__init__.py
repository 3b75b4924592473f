"""Monitoring (pemantauan): how well the office keeps its own standard, from the counts of closed measurements."""
