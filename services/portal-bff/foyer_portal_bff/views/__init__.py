"""The pages' models: frozen, typed, in words ready to be shown. Templates get nothing else."""
