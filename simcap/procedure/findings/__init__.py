"""Findings (temuan): what is wrong with a signed SOP, found by rules; the signed text itself is never altered."""
