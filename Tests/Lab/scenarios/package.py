"""The package: installing moves no lock, a ledger of the first version is taken on, an upgrade keeps configuration, keys and
ledger, and neither removing nor purging touches them."""

ORDER = 80
LIMIT = 900
STATE = "/var/lib/scan-appliance"


def scenario(door):
    package, newer = door.packages()
    door.boot(layer="none")
    install(door, package)
    door.expect(door.property("ActiveState") == "inactive", "it runs without a configuration")
    door.expect(door.run("systemctl is-enabled scan-appliance").strip() == "enabled", "it will not begin at the next boot")
    door.expect(not door.lines.pulses() and door.lines.level("lock") == "0", "installing moved the lock")

    # ledger-1 was written by the first version of the ledger's schema.
    door.run(f"install -o scan-appliance -g scan-appliance -m 600 -t {STATE} /run/lab/ledger-1/*")
    door.configure()
    door.run("cp -r /run/lab/root/. / && systemctl start scan-appliance")
    door.is_ready()
    check = door.ledger_is_whole()
    door.expect(check["rows"] > len(door.ledger(station="DEMO-1")) > 0, "the older version's rows are gone, or none follows")

    before = door.run(f"cat /etc/scan-appliance/config.toml {STATE}/ledger.key | sha256sum")
    old = door.property("MainPID")
    install(door, newer)
    door.within(60, "the new version runs", lambda: door.property("MainPID") not in (old, "0"))
    door.is_ready()
    door.expect(door.run(f"cat /etc/scan-appliance/config.toml {STATE}/ledger.key | sha256sum") == before,
                "the upgrade changed the configuration or the key")
    door.expect(door.ledger_is_whole()["rows"] > check["rows"], "the upgrade left rows out")
    camera = door.watches()
    camera.shows(door.office.valid())
    door.admits()

    key = door.run(f"sha256sum {STATE}/ledger.key")
    door.run("dpkg --no-triggers -r scan-appliance", within=300)
    door.expect(door.lines.level("lock") == "0", "removing left the lock open")
    door.expect(door.run("pgrep -x scan-appliance", check=False) == "", "it still runs")
    said = door.run("dpkg --no-triggers -P scan-appliance < /dev/null", within=300)
    door.expect(f"left as it is: {STATE}" in said, f"purging does not say what it left: {said}")
    door.expect(door.run(f"sha256sum {STATE}/ledger.key") == key, "the key is gone")
    # With the same program from elsewhere, since the installed one is gone.
    door.run("dpkg-deb -x /run/lab/newer.deb /tmp/again && ln -s /tmp/again/usr/bin/scan-appliance /usr/bin/")
    door.ledger_is_whole()


def install(door, package):
    door.say(f"dpkg -i {package}")
    door.run(f"dpkg --no-triggers -i /run/lab/{package}", within=300)
