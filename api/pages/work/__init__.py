"""The counter of an organisation: what is to be done today, and the forms by which its people do it."""
