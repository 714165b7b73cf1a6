"""Invented records: a province's quarter that adds up to published totals, and a small living demo."""
