"""What screens show, read from the store: rows and words, without pandas, plugins or a terminal."""
