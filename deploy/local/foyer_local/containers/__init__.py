"""What the image `demo` does beside the services of docker-compose.yml: their secrets, and the demo."""
