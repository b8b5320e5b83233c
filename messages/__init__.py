"""The one catalogue: what every code says, in Vietnamese and in English."""
