"""Commands about what visitors see: preview, pictures, paper, sign-off."""
