"""Bytes to text: compression, character sets, legacy fonts."""
