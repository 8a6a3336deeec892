"""Every sentence a customer or a colleague reads; imports nothing of the project."""
