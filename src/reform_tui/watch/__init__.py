"""The folders watched, the inbox, the engine's loop; the only package that imports watchdog."""
