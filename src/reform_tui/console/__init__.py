"""What an inspector sees: Textual, and nothing that decides."""
