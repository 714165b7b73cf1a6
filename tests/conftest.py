"""What holds for every test."""

import os


def pytest_configure():
    """Let files that tests write be nobody else's to write, as plugins must be, whatever the developer's umask."""
    os.umask(0o022)
