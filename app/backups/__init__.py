"""Copies of the desk: made, kept in turn, made by themselves each night, and restored."""
