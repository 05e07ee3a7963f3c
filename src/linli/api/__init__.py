"""The API door: problem+json and the OpenAPI document. No data of its own."""
