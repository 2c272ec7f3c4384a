"""Keeping the warehouse: versions, quarantine, checks, differences."""
