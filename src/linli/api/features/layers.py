"""Which layers are open to other tools: what the contexts offer, by name."""

from linli.kernel.layers import Layer
from linli.places import contract as places
from linli.regions import contract as regions

LAYERS: dict[str, Layer] = {layer.name: layer for layer in (*regions.LAYERS, *places.LAYERS)}
