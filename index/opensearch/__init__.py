"""The index on an OpenSearch cluster: what one machine is too small for."""
