"""What is given away to run elsewhere, without this project: nothing here imports it, and it imports nothing."""
