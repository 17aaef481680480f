"""What is done with a built wheel before it is published.

smoke: installs it on each Python, with the newest and the lowest dependencies, and has each installation tried ·
tried: what such an installation does · bom: the list of what is installed with it.
"""
