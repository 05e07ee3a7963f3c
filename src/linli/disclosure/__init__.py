"""公告: what the community tells everybody. Later the quarterly disclosure of village and community affairs."""
