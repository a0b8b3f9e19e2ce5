"""Cleaning what people typed into the register's pages."""
