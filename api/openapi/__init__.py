"""What /openapi.json tells of each door: bodies, answers, refusals and examples that were really played."""
