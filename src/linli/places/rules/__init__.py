"""Pure rules of 房屋 and 设施: kinds, states, labels. No Django here."""
