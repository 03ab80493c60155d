"""The desk of an animator: which local authorities it helps, how far they are, and who needs a call."""
