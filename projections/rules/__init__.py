"""The rules of the register 规则: each a pure fold of what is known, one file per rule (docs/rules.md)."""
