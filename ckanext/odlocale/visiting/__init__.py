"""Beside the rooms: reading addresses that others wrote, without reaching what only the server reaches."""
