"""The section of an article."""
