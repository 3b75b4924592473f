"""How dates are written, where a language needs another way than Django knows."""
