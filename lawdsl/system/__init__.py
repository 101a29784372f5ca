"""From a typed system to vector fields: one object, read in several ways."""
