"""Reading a table, whatever file it comes in, one row at a time and never as a whole."""
