import Foundation
import Testing
import Vocabulary

@testable import Diagnosis

/// A machine whose files are made here.
private struct MadeMachine: ~Copyable {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("machine-\(UUID())")

    init(_ files: [String: String]) throws {
        for (path, text) in files {
            let file = folder.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("\(text)\n".utf8).write(to: file)
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var machine: Machine { Machine(root: folder.path) }
}

@Suite("the machine a gate runs on") struct MachineTests {
    @Test(
        "a kernel from 5.9 on will do",
        arguments: [("5.8.0-1-arm64", Check.State.fault), ("5.9.1", .ok), ("6.12.47+rpt-rpi-v8", .ok)])
    func kernel(release: String, state: Check.State) throws {
        let made = try MadeMachine(["proc/sys/kernel/osrelease": release])
        let check = try #require(KernelChecks(made.machine).all.first)
        #expect(check.state == state && check.found.contains(release))
        #expect((check.mend != nil) == (state != .ok))
    }

    @Test(
        "the hottest zone counts",
        arguments: [(48_123, 51_000, Check.State.ok), (72_000, 40_000, .warning), (30_000, 81_500, .fault)])
    func temperature(first: Int, second: Int, state: Check.State) throws {
        let made = try MadeMachine([
            "sys/class/thermal/thermal_zone0/temp": "\(first)", "sys/class/thermal/thermal_zone1/temp": "\(second)",
            "sys/class/thermal/cooling_device0/type": "fan",
        ])
        let check = try #require(BoardChecks(made.machine).all.first)
        #expect(check.name == "temperature" && check.state == state)
        #expect(check.found == "\(max(first, second) / 1000) °C")
    }

    @Test(
        "what a Raspberry Pi's firmware tells of its power is told",
        arguments: [
            ("0", Check.State.ok, "no undervoltage"), ("50005", .fault, "now: undervoltage, throttling"),
            ("50000", .warning, "since the board started: undervoltage, throttling"),
        ])
    func power(bits: String, state: Check.State, words: String) throws {
        let made = try MadeMachine(["sys/devices/platform/soc/soc:firmware/get_throttled": bits])
        let check = try #require(BoardChecks(made.machine).all.first)
        #expect(check.name == "power" && check.state == state && check.found.hasPrefix(words))
    }

    @Test("an undervoltage that only the voltage sensor tells is told")
    func sensor() throws {
        let made = try MadeMachine([
            "sys/class/hwmon/hwmon1/name": "rpi_volt", "sys/class/hwmon/hwmon1/in0_lcrit_alarm": "1",
            "sys/class/hwmon/hwmon0/name": "cpu_thermal",
        ])
        #expect(BoardChecks(made.machine).all.first?.state == .fault)
    }

    @Test("a board that tells neither heat nor power is asked no more")
    func quietBoard() throws {
        let made = try MadeMachine([:])
        #expect(BoardChecks(made.machine).all == [])
    }

    @Test("without a clock's evidence the mend depends on what the board has to tell the time")
    func deadClock() throws {
        let none = try MadeMachine([:])
        let dead = try MadeMachine(["sys/class/rtc/rtc0/name": "rtc-ds1307"])
        let alive = try MadeMachine(["sys/class/rtc/rtc0/since_epoch": "1790000000"])
        func check(_ machine: Machine, _ state: String) -> Check {
            ClockCheck(machine).check(state: state, folder: "/nowhere")
        }
        #expect(check(none.machine, "untrusted").mend?.contains("fit a battery clock") == true)
        #expect(check(dead.machine, "untrusted").mend?.hasPrefix("replace its cell") == true)
        #expect(check(alive.machine, "untrusted").mend?.contains("scan-appliance clock set") == true)
        #expect(check(alive.machine, "untrusted").state == .fault)
        #expect(check(alive.machine, "holdover").state == .warning)
        #expect(check(alive.machine, "trusted").state == .ok)
    }

    @Test("where systemd does not run nothing starts the gate again")
    func noSystemd() throws {
        let made = try MadeMachine([:])
        #expect(UnitChecks(made.machine).all.map(\.state) == [.warning])
    }

    @Test(
        "of zbar the versions with the two known faults are told, Debian's mended one is not",
        arguments: [
            ("0.23.92-7", Check.State.warning), ("0.23.92-7+deb12u1", .ok), ("0.23.92-7+deb12u2", .ok),
        ] as [(String?, Check.State)] + [(nil, .warning)])
    func zbar(package: String?, state: Check.State) {
        let version = ZBarCheck.Version(major: 0, minor: 23, patch: 92)
        #expect(ZBarCheck.check(version, package: package).state == state)
    }

    @Test("a newer zbar is well, and the loaded one says its version")
    func newerZBar() {
        #expect(ZBarCheck.check(ZBarCheck.Version(major: 0, minor: 23, patch: 93), package: nil).state == .ok)
        #expect(ZBarCheck.Version.loaded > ZBarCheck.Version(major: 0, minor: 10, patch: 0))
    }

    @Test("what dpkg knows of zbar is its own version")
    func package() throws {
        let made = try MadeMachine([
            "var/lib/dpkg/status":
                "Package: libz\nVersion: 1\n\nPackage: libzbar0\nStatus: install ok installed\nVersion: 0.23.92-7\n"
        ])
        #expect(ZBarCheck.package(made.machine) == "0.23.92-7")
    }
}
