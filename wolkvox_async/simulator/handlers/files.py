"""Audios of the Manager and documents of wvx Copilot: uploaded, deleted, listed."""

from wolkvox_async.simulator.handlers.call import Call
from wolkvox_async.simulator.handlers.common import done, listed, moment, now, refused, state, table, uploaded
from wolkvox_async.simulator.wire import Reply
from wolkvox_async.simulator.world.state.files import Audio

MOST_AUDIOS = 50
LARGEST_AUDIO = 5 * 2**20
DOCUMENTS = ("pdf", "docx", "txt", "png")

# The vendor's texts for these are not known.
MANY_AUDIOS = "The limit of audio files that can be uploaded is 50"
LARGE_AUDIO = "The audio file {} exceeds 5 MB"
NO_DOCUMENT = "The file {} does not exist"
ODD_DOCUMENT = "The file {} is not PDF, DOCX, TXT or PNG"


def upload_audio(call: Call) -> Reply:
    """Take up to fifty audios of up to 5 MB, all of them or none."""
    sent = uploaded(call)
    if len(sent) > MOST_AUDIOS:
        raise refused(MANY_AUDIOS, ("upload", f"{len(sent)} audios in one call"))
    large = [each for each in sent if each.size > LARGEST_AUDIO]
    if large:
        raise refused(LARGE_AUDIO.format(large[0].filename), ("upload", f"an audio of {large[0].size} bytes"))
    audios = state(call).files.audios
    for each in sent:
        name = each.filename.rpartition(".")[0] or each.filename
        audios[name] = Audio(name, each.size, now(call))
    return done(call, [{"filename": each.filename} for each in sent], count=len(sent))


def audio_list(call: Call) -> Reply:
    """List the audio files."""
    return listed(
        call,
        [
            {
                "audio_id": each.name,
                "created_at": moment(each.created),
                "size": f"{each.size / 1024:.2f}",
                "duration": str(each.duration),
            }
            for each in state(call).files.audios.values()
        ],
    )


def storage(call: Call) -> Reply:
    """Return the gigabytes that audios take."""
    used = sum(each.size for each in state(call).files.audios.values())
    return listed(call, [{"storage": f"{used / 2**30:.6f}"}])


def upload_file(call: Call) -> Reply:
    """Keep a document, or refuse one of another kind."""
    sent = uploaded(call)
    odd = [each for each in sent if each.filename.rpartition(".")[2].lower() not in DOCUMENTS]
    if odd:
        raise refused(ODD_DOCUMENT.format(odd[0].filename))
    state(call).files.documents.update({each.filename: each.size for each in sent})
    return done(call)


def delete_file(call: Call) -> Reply:
    """Remove a document."""
    if state(call).files.documents.pop(call.given("filename"), None) is None:
        raise refused(NO_DOCUMENT.format(call.given("filename")))
    return done(call)


HANDLERS = table(
    "configuration.php",
    upload_audio=("POST", upload_audio),
    upload_file=("POST", upload_file),
    delete_file=("DELETE", delete_file),
) | table("information.php", audio_list=("GET", audio_list), storage=("GET", storage))
