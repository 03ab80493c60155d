"""Beside the rooms: territories drawn on the server, so that they are there without JavaScript and print well."""
