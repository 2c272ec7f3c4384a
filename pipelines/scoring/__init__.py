"""Targets, measured values, rules and scores, as the command line shows them."""
