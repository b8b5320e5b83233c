"""Điểm tin sáng as each channel takes it: one pure function per file, from an `Edition` to text."""
