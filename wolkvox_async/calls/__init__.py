"""One call from the endpoint to the reply: executor, exchange, transport, spool, response, rate limits."""
