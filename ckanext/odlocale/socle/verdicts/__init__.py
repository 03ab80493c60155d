"""What is kept of the verdicts on the files of resources, and how it is told."""
