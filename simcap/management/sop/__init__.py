"""What `simcap sop` does with an SOP file, one module per subcommand."""
