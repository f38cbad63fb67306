"""The parts of scripts/generate-protos."""
