"""The past: what was known of each territory and which figures came of it, day by day."""
