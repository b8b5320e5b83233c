"""Publishers' dates, from the strings they write."""
