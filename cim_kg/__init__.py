"""cim-kg: reports against trafficking in persons as a knowledge graph with proof."""

__version__ = "0.1.0"
