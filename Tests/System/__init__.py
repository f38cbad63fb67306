"""What the tests of whole systems share: the one stack, the one client, browsers, faults, judges. `Tests/` is on the path."""
