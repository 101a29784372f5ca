"""Index-notation expressions at concrete dimensions: values in several rings, derivatives, ranks."""
