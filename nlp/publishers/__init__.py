"""What a publisher's own name tells of it."""
