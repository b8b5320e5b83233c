"""What the coverage was about: counts of articles and stories over time, of publishers only (design §1)."""
