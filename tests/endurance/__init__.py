"""How much a warehouse endures: kills at any moment, readers during publications, disks that refuse, two at once.

`python -m tests.endurance` measures it at length; the tests beside it do the same with few rounds.
"""
