"""项目: community projects, from the proposal to the result on the board."""
