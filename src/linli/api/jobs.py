"""Files of the open layers, each night and when somebody asks."""

from linli.api.features import files
from linli.api.features.layers import LAYERS
from linli.kernel.actor import Actor
from linli.kernel.jobs import job


@job("api.make_files", every="20 4 * * *", lock="api.make_files", retry=1)
def make_files(_actor: Actor) -> None:
    """Write every open layer anew, in every form."""
    for layer in LAYERS.values():
        for form in files.FORMS:
            files.write(layer, files.folder() / f"{layer.name}.{form}", form)
