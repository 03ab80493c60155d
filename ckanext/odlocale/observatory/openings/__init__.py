"""Known openings elsewhere: lists of who is open on another platform, with their source and date."""
