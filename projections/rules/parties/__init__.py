"""The rules about licences, scales, plans and declarations."""
