"""The rules about how facts are told, whatever they are about."""
