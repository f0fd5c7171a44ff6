import Admission
import Foundation
import GateIO
import Testing
import Vocabulary

@testable import Station

@Suite struct ConfigurationTests {
    @Test func aFewLinesAreEnough() throws {
        let configuration = try read(
            """
            station = "MLG-01"
            board = "simulated:lines.jsonl"
            camera.source = "replay:footage"
            """)
        #expect(configuration.station == "MLG-01")
        #expect(configuration.gates.map(\.name) == ["main"])
        #expect(configuration.stateFolder == "/var/lib/scan-appliance")
    }

    @Test func relativePathsCountFromTheFilesFolder() throws {
        let folder = try TemporaryFolder()
        let file = folder.write(
            "config.toml",
            """
            station = "MLG-01"
            state_dir = "state"
            run_dir = "../run"
            trust_dir = "/srv/trust"
            board = "simulated:lines.jsonl"
            camera.source = "replay:footage"
            """)
        let configuration = try Configuration(file: file)
        #expect(configuration.stateFolder == folder.path + "/state")
        #expect(configuration.runFolder == URL(fileURLWithPath: folder.path).deletingLastPathComponent().path + "/run")
        #expect(configuration.trustFolder == "/srv/trust")
        #expect(configuration.board == .simulated(file: folder.path + "/lines.jsonl"))
    }

    @Test func eachGateHasItsTable() throws {
        let configuration = try read(
            """
            station = "MLG-01"
            board = "simulated"
            [gate.front]
            camera.source = "replay:a"
            [gate.back]
            direction = "exit"
            timing.pulse = 3
            camera = { source = "replay:b", loop = true, pace = false }
            """)
        #expect(configuration.gates.map(\.name) == ["back", "front"])
        let back = try #require(configuration.gates.first)
        #expect(back.direction == .exit && back.isLooped && !back.isPaced && back.timing.pulse == .seconds(3))
    }

    @Test func realLinesAreRead() throws {
        let configuration = try read(
            """
            station = "MLG-01"
            camera.source = "stream:/run/camera"
            [lines.lock]
            chip = "pinctrl-rp1"
            line = "GPIO17"
            active_low = true
            [lines.green]
            chip = "pinctrl-rp1"
            offset = 22
            """)
        let lines = configuration.gates[0].lines
        #expect(lines[.lock]?.address == LineAddress(chip: "pinctrl-rp1", line: .name("GPIO17")))
        #expect(lines[.lock]?.isActiveLow == true)
        #expect(lines[.green]?.address.line == .offset(22))
    }

    @Test("inputs are read, and a cut wire is no press and no shut door")
    func inputs() throws {
        let configuration = try read(
            """
            station = "MLG-01"
            camera.source = "stream:/run/camera"
            lines.lock = { chip = "pinctrl-rp1", line = "GPIO17" }
            [inputs]
            exit = { chip = "pinctrl-rp1", line = "GPIO5", active_low = true }
            door = { chip = "pinctrl-rp1", offset = 6 }
            tamper = { chip = "pinctrl-rp1", line = "GPIO13", bias = "disabled" }
            [door]
            open = 20
            relock_on_opening = true
            [alarm]
            repeat = 600
            """)
        let gate = configuration.gates[0]
        #expect(Set(gate.inputs.keys) == [.exit, .door, .tamper])
        #expect(gate.inputs[.exit]?.isActiveLow == true && gate.inputs[.exit]?.bias == .pullUp)
        #expect(gate.inputs[.door]?.address.line == .offset(6) && gate.inputs[.door]?.bias == .pullUp)
        #expect(gate.inputs[.tamper]?.bias == .disabled)
        #expect(gate.door.open == .seconds(20) && gate.door.relocksOnOpening && gate.door.hold == .seconds(2))
        #expect(gate.alarmRepeat == .seconds(600) && gate.simulatedInputs == nil)
    }

    @Test(arguments: [
        ("station = 5", "config.toml:1: station: is a whole number, wanted is a text in quotes"),
        ("station = \"a b\"", "config.toml:1: station: letters, digits, - _ and . only, 1 to 32 of them"),
        ("sation = \"x\"", "config.toml:1: sation: there is no such setting; did you mean \"station\"?"),
        ("frobnicate = 1", "config.toml:1: frobnicate: there is no such setting"),
        ("board = \"toaster\"", "\"toaster\" is no board: \"gpio\", \"simulated\" or \"simulated:FILE\""),
        ("board = \"gpio\"", "lines.lock: is missing"),
        ("hours.member = [\"Mon 7-8\"]", "hours.member: opening hours \"Mon 7-8\" cannot be read"),
        ("hours.member = \"Mon\"", "hours.member: is a text, wanted is a list of texts"),
        ("hours.guest = []", "hours.guest: there is no such setting"),
        ("[timing]\npulse = 90", "config.toml:2: timing.pulse: 90.0 is out of range: 0.2 to 30.0"),
        ("[timing]\npuls = 9", "config.toml:2: timing.puls: there is no such setting; did you mean \"pulse\"?"),
        ("ledger.keep_days = 0", "ledger.keep_days: 0 is out of range: 1 to 3650"),
        (
            "[camera]\nsource = \"replay:x\"\nloop = 1",
            "config.toml:3: camera.loop: is a whole number, wanted is true or false"
        ),
        ("[camera]\nfps = 0", "config.toml:2: camera.fps: 0 is out of range: 1 to 240"),
        ("camera.source = \"telepathy\"", "camera.source: "),
        ("lines.lock = { chip = \"c\", line = \"l\", drive = \"hard\" }", "lines.lock.drive: \"hard\" is none of "),
        (
            "lines.lock = { chip = \"c\", line = \"l\" }\nlines.red = { chip = \"c\", line = \"l\" }",
            "lines.red: is the same line as lock"
        ),
        ("lines.lock = { chip = \"c\" }", "lines.lock.line: is missing"),
        (
            "lines.lock = { chip = \"c\", line = \"l\" }\ninputs.exit = { chip = \"c\", line = \"l\" }",
            "inputs.exit: is the same line as lock"
        ),
        (
            "[inputs]\ndoor = { chip = \"c\", offset = 1 }\ntamper = { chip = \"c\", offset = 1 }",
            "config.toml:3: inputs.tamper: is the same line as door"
        ),
        ("inputs.exit = { line = \"l\" }", "inputs.exit.chip: is missing"),
        ("inputs.doorbell = { chip = \"c\", offset = 1 }", "inputs.doorbell: there is no such setting"),
        ("simulation.inputs = \"pipe\"", "simulation.inputs: belongs to a simulated board"),
        ("door.open = 5", "door.open: 5.0 is out of range: 10.0 to 600.0"),
        ("door.release = 2", "door.release: 2.0 is out of range: 3.0 to 60.0"),
        ("door.settle = 0.4", "door.settle: 0.4 is out of range: 0.001 to 0.3"),
        ("alarm.repeat = 1", "alarm.repeat: 1.0 is out of range: 60.0 to 3600.0"),
        ("lines.lock = { chip = \"c\", line = \"l\", offset = 3 }", "lines.lock.offset: stands beside line"),
        ("[gate.front]\ndirection = \"up\"", "gate.front.direction: \"up\" is none of entry, exit"),
        ("camera.source = \"replay:x\"\n[gate.front]", "camera: stands beside [gate.NAME] tables"),
        ("clock.sources = [\"sundial\"]", "clock.sources: \"sundial\" is none of system, battery, synchronised, "),
        ("clock.sources = []", "clock.sources: is empty"),
        ("[clock]\nholdover_days = 0", "config.toml:2: clock.holdover_days: 0.0 is out of range: 0.01 to 366.0"),
        ("station = ", "config.toml:1: "),
    ])
    func mistakesAreNamed(text: String, message: String) throws {
        let fault = #expect(throws: ConfigurationFault.self) { try read(text) }
        #expect(fault?.description.contains(message) == true, "\(fault?.description ?? "")")
    }

    @Test func allFaultsAreListedAtOnce() throws {
        let fault = #expect(throws: ConfigurationFault.self) {
            try read("station = \"\"\nboard = \"x\"\nnonsense = 1\ncamera.source = \"replay:x\"\n")
        }
        #expect(fault?.items.map(\.line) == [1, 2, 3])
    }

    @Test func aDrawnCameraMustNotMoveRealLines() throws {
        let fault = #expect(throws: ConfigurationFault.self) {
            try read("station = \"A\"\ncamera.source = \"replay:x\"\nlines.lock = { chip = \"c\", offset = 1 }")
        }
        #expect(fault?.description.contains("must not move real lines") == true)
    }

    @Test func theBoardsClockIsASourceOnlyWhereNothingRealIsOpened() throws {
        let lines = "station = \"A\"\ncamera.source = \"stream:x\"\nlines.lock = { chip = \"c\", offset = 1 }\n"
        #expect(try read(lines).clock.rules.sources == [.battery, .synchronised, .technician, .timeCode])
        #expect(try read(lines).clock.rules.holdover == .seconds(7 * 86400))
        let simulated = try read("station = \"A\"\nboard = \"simulated\"\ncamera.source = \"replay:x\"\n")
        #expect(simulated.clock.rules.sources == Set(TimeSource.allCases))
        let told = try read(lines + "clock = { sources = [\"system\"], holdover_days = 0.5, battery = \"/b\" }")
        #expect(told.clock.rules == .init(sources: [.system], holdover: .seconds(43200)))
        #expect(told.clock.battery == "/b" && told.clock.synchronisedFile == "/run/systemd/timesync/synchronized")
    }

    @Test func aMissingFileIsNamed() {
        let fault = #expect(throws: ConfigurationFault.self) { try Configuration(file: "/nowhere/config.toml") }
        #expect(fault?.description.hasPrefix("/nowhere/config.toml: cannot be read") == true)
    }

    private func read(_ text: String) throws -> Configuration {
        let folder = try TemporaryFolder()
        return try withExtendedLifetime(folder) { try Configuration(file: folder.write("config.toml", text)) }
    }
}
