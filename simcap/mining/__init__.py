"""The event log (log peristiwa): what was done in each case, for programs of process mining."""
