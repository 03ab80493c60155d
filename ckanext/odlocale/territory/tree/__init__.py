"""The tree of territories that people browse: what hangs where, and how much is below."""
