import Control
import Foundation
import GateIO
import Testing
import Vocabulary

@testable import Station

@Suite("What of the control socket stands outside of the program")
struct ControlSettingTests {
    private func configuration(_ control: String, in folder: TemporaryFolder) throws -> Configuration {
        try Configuration(
            file: folder.write(
                "config.toml",
                """
                station = "north"
                run_dir = "run"
                board = "simulated"
                camera.source = "replay:x"
                [control]
                \(control)
                """))
    }

    @Test("groups are named by role, the socket lies in the run folder")
    func groups() throws {
        let folder = try TemporaryFolder()
        let configuration = try configuration("watch = \"daemon\"\nofficer = \"no-such-group\"", in: folder)
        #expect(configuration.controlGroups == [.watch: "daemon", .officer: "no-such-group"])
        let setting = ControlSetting(configuration)
        #expect(setting.path == "\(folder.path)/run/control.sock")
        #expect(configuration.unknownControlGroups == ["no-such-group"])
        let daemon = try #require(getgrnam("daemon")).pointee.gr_gid
        #expect(setting.roles.role(of: Peer(user: 54_321, groups: [daemon])) == .watch)
    }

    @Test("a role that there is not is named with its line and the nearest that there is")
    func unknownRole() throws {
        let folder = try TemporaryFolder()
        #expect {
            try configuration("oficer = \"daemon\"", in: folder)
        } throws: { error in
            "\(error)".hasSuffix("config.toml:6: control.oficer: there is no such setting; did you mean \"officer\"?")
        }
    }

    @Test("tokens are read from the state folder; none where no file is, a fault with its line where it is wrong")
    func tokens() throws {
        let folder = try TemporaryFolder()
        #expect(try TokenFile(folder: folder.path).read().entries.isEmpty)
        var list = TokenList()
        _ = list.add(.officer, name: "desk")
        _ = folder.write("control-tokens", list.text)
        #expect(try TokenFile(folder: folder.path).read().entries == list.entries)
        _ = folder.write("control-tokens", list.text + "nonsense\n")
        #expect {
            try TokenFile(folder: folder.path).read()
        } throws: { error in
            "\(error)".hasPrefix("\(folder.path)/control-tokens: line 2 is no token")
        }
        _ = folder.write("control-tokens", String(repeating: "#\n", count: 40_000))
        #expect(throws: TokenFault.self) { try TokenFile(folder: folder.path).read() }
    }

    @Test("a file of tokens that is a folder is a fault, and not an empty list")
    func noFile() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/control-tokens", withIntermediateDirectories: false)
        #expect {
            try TokenFile(folder: folder.path).read()
        } throws: { error in
            "\(error)" == "\(folder.path)/control-tokens cannot be read: Is a directory"
        }
    }

    @Test("tokens are kept whole, for their owner alone")
    func kept() throws {
        let folder = try TemporaryFolder()
        var list = TokenList()
        _ = list.add(.watch, name: "screen")
        for _ in 1...2 { try TokenFile(folder: folder.path).write(list) }
        #expect(try TokenFile(folder: folder.path).read().entries == list.entries)
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/control-tokens")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
}

@Suite("What those who watch are told")
struct WatchedEventTests {
    private let events: [StationEvent] = [
        .incident(.cameraAbsent, gate: "front", detail: "SECRET /dev/x"),
        .recovered(gate: "", what: "SECRET", over: .clockUnsaved),
        .camera(gate: "front", .streaming(width: 1, height: 2, note: "SECRET")),
        .acted(Act(act: .override, authority: .officer, gate: "front", lock: .opened)),
        .outputs(gate: "front", GateState(lock: .atRest, levels: [.green: true], faults: [])),
        .decided(
            Decision(
                gate: "front", sequence: 7, format: .sitePass, holderClass: .visitor, reason: .expired, lock: .held,
                firstSeen: MonotonicTime(nanoseconds: 1_000_000), received: MonotonicTime(nanoseconds: 2_000_000),
                answered: MonotonicTime(nanoseconds: 5_000_000))),
    ]

    @Test("names of fixed lists and nothing else reach a follower")
    func follower() throws {
        let told = events.compactMap { FollowedEvent($0, time: "now") }
        #expect(told.map(\.event) == ["incident", "recovered", "camera", "acted", "lines", "decided"])
        #expect(told.map(\.what) == ["camera-absent", "clock-unsaved", "streaming", "override-officer", nil, nil])
        #expect(told.map(\.gate) == ["front", nil, "front", "front", "front", "front"])
        #expect(!String(decoding: try JSONEncoder().encode(told), as: UTF8.self).contains("SECRET"))
        let decided = try #require(told.last)
        #expect(decided.milliseconds == 4 && decided.reason == "expired" && decided.verdict == "deny")
        #expect(FollowedEvent(.figures(gate: "front", .init()), time: "now") == nil)
    }

    @Test("each thing that happens is counted under its name")
    func figures() {
        let keeper = FiguresKeeper()
        for event in events + events { keeper.note(event) }
        let figures = keeper.figures
        #expect(figures.decisions == ["expired": 2] && figures.acts == ["override-officer": 2])
        #expect(figures.incidents == ["camera-absent": 2])
        #expect(figures.answered.counts == [0, 0, 2, 0, 0, 0, 0, 0, 0] && figures.answered.sum == 6)
        #expect(figures.residentBytes > 1_000_000)
    }
}
