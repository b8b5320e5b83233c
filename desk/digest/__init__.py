"""Điểm tin sáng: composed, approved, put out."""
