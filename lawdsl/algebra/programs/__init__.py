"""Index-notation expressions compiled to array nodes, with their gradients and brackets."""
