"""Charts, drawn on the server: they are there without JavaScript, print well, and are files to download."""
