"""Whether the files of datasets answer where they are said to be: looked at in the background, politely."""
