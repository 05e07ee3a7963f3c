"""OGC API Features (Part 1: Core, OGC 17-069r4): public map layers for QGIS, GDAL and any other tool."""
