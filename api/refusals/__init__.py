"""What a refusal says, in Chinese and in English: one table of every stable code."""
