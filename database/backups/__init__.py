"""Copying a database while it is in use, checking the copy, and filling an empty database from it."""
