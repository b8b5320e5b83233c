"""Saved searches asked of new articles, instead of articles asked of a search."""
