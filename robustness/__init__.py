"""What must not break: mutated input is told and nothing else, and a killed process leaves files before or after."""
