"""What an operator needs: the image, the stack, and a test that brings it up."""
