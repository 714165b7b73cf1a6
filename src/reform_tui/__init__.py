"""A terminal console for inspectors who supervise administrative reform in Vietnamese provinces."""

__version__ = "0.1.0"
