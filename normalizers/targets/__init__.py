"""Targets read like a careful auditor: `read_target` gives the components of a printed target, or says why it can't.

docs/targets.md has the schema, the rules and examples; the words and the table of directions are in the TOML files.
"""

from normalizers.targets.direction import deduce_direction
from normalizers.targets.reader import read_target

__all__ = ["deduce_direction", "read_target"]
