"""The nouns: schemas, findings, alerts, periods.  Frozen, free of input and output, imported by every layer."""
