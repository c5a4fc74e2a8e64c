"""The rules about general industrial waste 一般工业固废."""
