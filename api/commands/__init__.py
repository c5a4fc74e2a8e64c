"""What `bihuan` does at the command line, one file for each kind of work."""
