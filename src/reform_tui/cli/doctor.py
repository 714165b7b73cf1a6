"""To come."""
import argparse
def arguments(sub: argparse.ArgumentParser) -> None: ...
def run(options: argparse.Namespace) -> int: return 0
