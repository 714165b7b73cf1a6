"""From a file that lies in a folder to rows in the store."""
