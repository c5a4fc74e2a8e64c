"""The register of flags 异常登记: what the rules find, fact by fact, and what became of it."""
