"""TOML to frozen dataclasses: the only package that reads TOML, and it tells every fault at once."""
