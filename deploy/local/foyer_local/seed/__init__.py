"""The demo's businesses and customers, made through the business API as any business would make them."""
