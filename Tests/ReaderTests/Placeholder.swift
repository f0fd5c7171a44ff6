// Tests come.
