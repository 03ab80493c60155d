"""Beside the rooms: territories drawn on the server: there without JavaScript, well printed, to download."""
