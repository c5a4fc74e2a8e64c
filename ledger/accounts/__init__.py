"""People who sign in. Who they are stands in mutable tables; facts know them by a pseudonym alone."""
