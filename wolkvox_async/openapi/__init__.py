"""The whole API as an OpenAPI 3.1 document, made from the same Endpoint values as the client's calls.

The vendor's calls differ in their query alone (`reports_manager.php?api=cdr_1`, `…?api=cdr_2`), and OpenAPI has one
operation for a path and method. So each operation needs a path of its own, and the ways to get one are not equal:

* the query or a fragment in the path (`/reports_manager.php?api=cdr_1`, `/reports_manager.php#cdr_1`): outside the
  specification's grammar of paths, refused by linters, and clients that append `?` and their query lose it;
* a path below the script (`/reports_manager.php/cdr_1`): an address that the vendor's server need not know;
* one operation for each script, with `api` as an enumeration: it does not say any more which parameters and which reply
  belong together, and that is all that the document is for.

Here the path takes a step in and back again: `/cdr_1/../reports_manager.php`. It is within the grammar, it is unique,
and it *is* the vendor's address: RFC 3986 (5.2.4, 6.2.2.3) has `cdr_1/..` removed, which fetch, curl, requests, httpx
and aiohttp do before they send, and the usual web servers for clients that do not. `api` stays a required query
parameter with a single value. What goes the other way, from a request's path to an operation (as mock servers do),
does not find it: the simulator is there for that.
"""

from wolkvox_async.openapi.operations import document, paths

__all__ = ["document", "paths"]
