"""Bytes to a table of text, headings to columns, text to values, bad rows aside: a file becomes a batch."""
