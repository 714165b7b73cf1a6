"""Live alerts made into cases: their rows with nobody in them, at the moment at which they were judged."""
