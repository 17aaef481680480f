"""WhatsApp templates: made, edited, deleted, listed, and brought up to date with Meta."""

import re

from wolkvox_async.simulator.handlers.call import Call
from wolkvox_async.simulator.handlers.common import done, invalid, listed, refused, state, table
from wolkvox_async.simulator.wire import Reply
from wolkvox_async.simulator.world.state.templates import Template

NAME = re.compile(r"[a-z0-9_]+")

# The vendor's texts for these are not known.
NAME_TAKEN = "The template {} already exists"
NO_TEMPLATE = "The template {} does not exist"


def create_template(call: Call) -> Reply:
    """Make a template of the category that the endpoint is for; its name must be well made, and new."""
    templates, name = state(call).templates, call.given("name")
    if not NAME.fullmatch(name):
        raise invalid("the name of a template has small letters, digits and _ only")
    if name in templates.by_name:
        raise refused(NAME_TAKEN.format(name))
    given = call.given
    made = templates.create(given("connector_id"), name, given("language"), given("category"), call.body["components"])
    return done(call, _saved(made))


def _saved(template: Template) -> dict[str, str]:
    return {"template_id": template.id, "name": template.name, "status": template.status}


def _template(call: Call) -> Template:
    found = state(call).templates.find(call.given("connector_id"), call.given("name"))
    if found is None:
        raise refused(NO_TEMPLATE.format(call.given("name")))
    return found


def edit_template(call: Call) -> Reply:
    """Change the components, which Meta has to look at again."""
    one = _template(call)
    one.components, one.status = call.body["components"], "PENDING"
    return done(call, _saved(one))


def delete_template(call: Call) -> Reply:
    """Remove a template."""
    one = _template(call)
    del state(call).templates.by_name[one.name]
    return done(call, {"name": one.name})


def list_templates(call: Call) -> Reply:
    """List a connector's templates, as Meta has them."""
    rows = [
        {
            "name": each.name,
            "previous_category": "",
            "parameter_format": "POSITIONAL",
            "components": each.components,
            "language": each.language,
            "status": each.status,
            "category": each.category,
            "id": each.id,
        }
        for each in state(call).templates.of(call.given("connector_id"))
    ]
    return done(call, {"meta_templates": rows})


def sync_templates(call: Call) -> Reply:
    """Hear from Meta, which has approved meanwhile what was pending."""
    found = state(call).templates.of(call.given("connector_id"))
    for each in found:
        each.status = "APPROVED"
    return listed(
        call,
        [
            {
                "name_template": each.name,
                "body_template": each.body,
                "idiom": each.language,
                "category": each.category,
            }
            for each in found
        ],
    )


def upload_media(call: Call) -> Reply:
    """Return the handle of a file that was taken."""
    handle = f"4::{call.given('file_url').rpartition('/')[2]}:ARb"
    return done(call, {"0": "media_uploaded_successfully", "handle": handle})


HANDLERS = table(
    "whatsapp.php",
    create_template=("POST", create_template),
    create_auth_template=("POST", create_template),
    create_utility_template=("POST", create_template),
    edit_template=("PUT", edit_template),
    delete_template=("DELETE", delete_template),
    list_templates=("GET", list_templates),
    sync_templates=("POST", sync_templates),
    upload_media=("POST", upload_media),
)
