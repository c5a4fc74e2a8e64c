"""The loops 环 of every stream: what closes them, what they wait for, and how they stand at any instant."""
