"""The API of the socle: actions, who may call them, what they accept."""
