"""The log of Arrow segments, folded into one base file per (schema, home), and the SQLite tables beside it."""
