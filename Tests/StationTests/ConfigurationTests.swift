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

    @Test func howCodesAreReadIsAPresetAndWhatDiffersFromIt() throws {
        func plan(_ reading: String) throws -> ReadingPlan? {
            try read("station = \"A\"\nboard = \"simulated\"\ncamera.source = \"replay:x\"\n\(reading)").gates.first?
                .reading
        }
        #expect(try plan("") == ReadingPlan(.balanced))
        #expect(try plan("reading.preset = \"frugal\"") == ReadingPlan(.frugal))
        var wanted = ReadingPlan(.thorough)
        (wanted.attempts, wanted.budget, wanted.saving) = ([.redrawn, .half], 45, 5)
        let text = "attempts = [\"redrawn\", \"half\"]\nbudget = 0.45\nsaving = 0.05"
        #expect(try plan("[reading]\npreset = \"thorough\"\n\(text)") == wanted)
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
