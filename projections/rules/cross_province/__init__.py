"""The rules about transfers between provinces 跨省转移."""
