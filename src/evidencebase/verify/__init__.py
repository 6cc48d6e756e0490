"""What registries say of the works of a bibliography: asking them politely, and the file that keeps their answers."""
