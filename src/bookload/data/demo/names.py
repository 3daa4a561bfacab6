"""What the sample company's customers are called; none of them exists."""

from __future__ import annotations

FIRST = (
    "Alder", "Amber", "Anchor", "Arbor", "Aster", "Basalt", "Beacon", "Birch", "Bluestone", "Bramble",
    "Brook", "Canyon", "Cedar", "Cinder", "Clover", "Cobalt", "Copper", "Coral", "Cypress", "Dune",
    "Eagle", "Ember", "Falcon", "Fern", "Flint", "Garnet", "Glacier", "Granite", "Harbor", "Hazel",
    "Heron", "Indigo", "Iris", "Ivory", "Jasper", "Juniper", "Kestrel", "Lantern", "Larch", "Linden",
    "Lumen", "Maple", "Marble", "Meadow", "Mistral", "Nimbus", "Northgate", "Oak", "Onyx", "Opal",
    "Osprey", "Pebble", "Pine", "Quarry", "Quill", "Raven", "Ridge", "Sable", "Saffron", "Sequoia",
    "Slate", "Sparrow", "Summit", "Thistle", "Timber", "Topaz", "Umber", "Vale", "Verdant", "Willow",
    "Wren", "Zephyr",
)  # fmt: skip

SECOND = {
    "Analytics": "Software",
    "Apps": "Software",
    "Cloud": "Software",
    "Labs": "Software",
    "Systems": "Software",
    "Care": "Health",
    "Clinics": "Health",
    "Pharma": "Health",
    "Bank": "Finance",
    "Capital": "Finance",
    "Insurance": "Finance",
    "Freight": "Logistics",
    "Logistics": "Logistics",
    "Shipping": "Logistics",
    "Foods": "Consumer goods",
    "Home": "Consumer goods",
    "Outfitters": "Retail",
    "Retail": "Retail",
    "Stores": "Retail",
    "Energy": "Energy",
    "Solar": "Energy",
    "Machines": "Manufacturing",
    "Metals": "Manufacturing",
    "Plastics": "Manufacturing",
    "Academy": "Education",
    "Learning": "Education",
    "Media": "Media",
    "Studios": "Media",
    "Travel": "Travel",
    "Hotels": "Travel",
}
"""The second part of a name, and the industry that it tells of."""
