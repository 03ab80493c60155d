"""The API of animators: actions, who may call them, what they accept."""
