"""wolkvox Storage: files in folders, listed page by page, with a result of its own for each file."""

from typing import Any

from attrs import evolve

from wolkvox_async.simulator.handlers.call import Call
from wolkvox_async.simulator.handlers.common import done, invalid, moment, now, refused, state, table, uploaded
from wolkvox_async.simulator.wire import Reply
from wolkvox_async.simulator.world.state.files import DAY, Stored

PAGE = 150  # files and folders, where no limit is given
KEPT_DAYS = 90

# The vendor's texts for these are not known.
NO_FILE = "The file {} does not exist"
SOME_FAILED = "Some files failed"


def _found(call: Call, name: object) -> Stored | None:
    return state(call).files.stored.get(str(name).strip("/"))


def list_files(call: Call) -> Reply:
    """Return a page of folders and files: of the root, where the body names no folder, whatever the address says."""
    call = evolve(call, query={})
    folders, files = state(call).files.inside(call.given("path"))
    items = [{"name": each, "isDirectory": "true"} for each in folders] + [_item(each) for each in files]
    limit, begins = _whole(call, "limit", PAGE), _page(call)
    follows = f"page-{begins + limit}" if begins + limit < len(items) else None
    pages = {"limit": str(limit), "next_page_token": follows}
    return done(call, {"items": items[begins : begins + limit], "pagination": pages})


def _whole(call: Call, name: str, usual: int) -> int:
    given = call.given(name)
    if given and not (given.isdigit() and int(given)):
        raise invalid(f"parameter {name} is no number from 1")
    return int(given) if given else usual


def _page(call: Call) -> int:
    """Return where a page begins: tokens are ours, and a client is only to hand them back."""
    token = call.given("page_token")
    number = token.removeprefix("page-")
    if token and (number == token or not number.isdigit()):
        raise invalid("page_token is none that was given")
    return int(number) if token else 0


def _item(each: Stored) -> dict[str, str]:
    return {
        "name": each.path,
        "file_name": each.name,
        "contentType": each.content_type,
        "id": each.id,
        "updated": moment(each.updated),
        "isDirectory": "false",
        "size": f"{each.size / 1024:.2f}",
    }


def file_details(call: Call) -> Reply:
    """Return the details of a file."""
    one = _found(call, call.given("file_name"))
    if one is None:
        raise refused(NO_FILE.format(call.given("file_name")))
    return done(
        call,
        {
            "full_name": one.path,
            "file_name": one.name,
            "updated": moment(one.updated),
            "is_public": "true" if one.public else "false",
            "size_mb": f"{one.size / 2**20:.4f}",
        },
    )


def public_access(call: Call) -> Reply:
    """Let anybody who has the address read files."""
    return _access(call, public=True)


def restricted_access(call: Call) -> Reply:
    """Let only the operation read files."""
    return _access(call, public=False)


def _access(call: Call, *, public: bool) -> Reply:
    results = []
    for name in call.body["files"]:
        one = _found(call, name)
        if one is not None:
            one.public = public
        code, message = ("404", NO_FILE.format(name)) if one is None else ("200", "OK")
        results.append({"name": str(name), "code": code, "message": message})
    code = _common({each["code"] for each in results})
    return done(call, {"code": code, "message": "OK" if code == "200" else SOME_FAILED, "files": results})


def _common(codes: set[str]) -> str:
    """Return the one code of all files, 207 where they differ."""
    return codes.pop() if len(codes) == 1 else "207" if codes else "200"


def delete_files(call: Call) -> Reply:
    """Delete files of more than 90 days, with a result for each: 207 where one fails, a refusal where none exists."""
    results = [{"code": _delete(call, name), "name": str(name)} for name in call.body["files"]]
    codes = {each["code"] for each in results}
    if codes == {"404"}:
        raise refused(NO_FILE.format(results[0]["name"]))
    if codes <= {"200"}:
        return done(call, {"error": "", "files": results})
    return Reply(status=207, code="207", msg=SOME_FAILED, data={"error": SOME_FAILED, "files": results})


def _delete(call: Call, name: object) -> str:
    one = _found(call, name)
    if one is None:
        return "404"
    if now(call) - one.updated < KEPT_DAYS * DAY:
        return "403"
    state(call).files.stored.pop(one.path)
    return "200"


def upload_files(call: Call) -> Reply:
    """Keep files in a folder."""
    sent, folder = uploaded(call), call.given("path").strip("/")
    if not sent:
        raise invalid("there is no file")
    for each in sent:
        state(call).files.store(f"{folder}/{each.filename}", each.size, now(call))
    counts = {"success": len(sent), "errors": 0, "total_received": len(sent)}
    data: dict[str, Any] = {
        "successful_files": [{"name": each.filename, "status": "uploaded"} for each in sent],
        "errors": [],
        "counts": {name: str(count) for name, count in counts.items()},
    }
    return done(call, data)


HANDLERS = table(
    "wolkvox_storage.php",
    list_files=("POST", list_files),
    file_details=("POST", file_details),
    public_access=("POST", public_access),
    restricted_access=("POST", restricted_access),
    delete_files=("POST", delete_files),
    upload_files=("POST", upload_files),
)
