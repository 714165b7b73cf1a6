"""Worker processes: what is asked of them, how they are confined, and who is to blame when one dies."""
