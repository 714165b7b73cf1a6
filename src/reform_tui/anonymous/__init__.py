"""Files of people made into files of nobody: the same layout and faults, every person replaced under a key."""
