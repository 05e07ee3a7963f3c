"""The two shells, navigation and the ui tag library. A door: no data of its own."""
