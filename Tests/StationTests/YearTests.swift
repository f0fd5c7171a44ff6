import Admission
import CProcessShim
import Credentials
import Foundation
import Testing
import Vocabulary

@testable import Control
@testable import Ledger
@testable import Station

/// Days in tenths of a second: the real controller, its ledger, its control socket and its gate on a simulated board, told what
/// time it is. In a process of its own, whose descriptors and memory are its own too. Some weeks of it; the whole year where
/// SCAN_YEAR is set, which takes minutes.
@Suite struct YearTests {
    @Test("days of people, clients, alarms, reloads and readers that fail cost no descriptor, no memory and no disk")
    func year() async {
        await #expect(processExitsWith: .success) {
            let days = ProcessInfo.processInfo.environment["SCAN_YEAR"] == nil ? 20 : 365
            let year = try VirtualYear()
            for day in 0..<days / 2 { try year.live(day) }
            let half = try year.costs
            for day in days / 2..<days { try year.live(day) }
            let whole = try year.costs
            print("\(days) days: \(half) after the first half, \(whole) at the end")
            #expect(whole.descriptors == half.descriptors)
            #expect(whole.residentMegabytes < half.residentMegabytes + 4)
            #expect(whole.ledgerMegabytes < half.ledgerMegabytes + 0.5)
            #expect(year.controller.control.clientCount == 0)
            #expect(year.answers == ["true": days * 8, "false": days])
            #expect(year.controller.figures.figures.acts["override-\(year.role)"] == days)
        }
    }
}

private final class VirtualYear {
    let controller: Controller
    let role = geteuid() == 0 ? "administrator" : "technician"
    /// How many requests were granted and refused.
    private(set) var answers: [String: Int] = [:]

    private static let keptDays: Int64 = 5
    private let folder: TemporaryFolder
    private let key = SigningKey()
    private let begin = (boot: MonotonicTime.now, wall: WallTime.now)
    private var now: MonotonicTime

    init() throws {
        folder = try TemporaryFolder()
        now = begin.boot
        try FileManager.default.createDirectory(atPath: "\(folder.path)/trust", withIntermediateDirectories: true)
        _ = folder.write("trust/issuer.pub", key.publicKey.fileText)
        let file = folder.write(
            "config.toml",
            """
            station = "north"
            state_dir = "state"
            run_dir = "run"
            trust_dir = "trust"
            board = "simulated"
            camera.source = "replay:nowhere"
            simulation.inputs = "inputs"
            timing.pulse = 0.2
            door.settle = 0.001
            """)
        // Its readers end at once: a year of starting them anew is a part of this.
        controller = try Controller(
            configuration: Configuration(file: file), journal: .silent, observers: [], readerExecutable: "/bin/false")
        controller.begin(at: now)
    }

    /// One day: some hours in which nothing happens, people, and somebody at the control socket.
    func live(_ day: Int) throws {
        for hour in 0..<4 {
            now = begin.boot + .seconds(Int64(day) * 86400 + Int64(hour) * 21600)
            turn()
        }
        for person in 0..<4 { try present(person, on: day) }
        try move("tamper 1")
        try visit()
        try move("tamper 0")
        // What the controller does by the wall clock each hour.
        let wall = begin.wall + (now - begin.boot)
        while try controller.ledger.dropRows(olderThan: wall - .seconds(Self.keptDays * 86400), now: wall) > 0 {}
        try controller.ledger.maintain()
    }

    /// What the loop does between two waits.
    private func turn() {
        controller.tick(at: now)
        var polled = controller.control.polled(at: now)
        poll(&polled, nfds_t(polled.count), 0)
        let ready = Set(polled.filter { $0.revents != 0 }.map(\.fd))
        for gate in controller.gates { gate.react(to: Set(gate.descriptors), at: now) }
        controller.control.react(to: ready, at: now) { request, caller throws(ControlRefusal) in
            try controller.answer(request, of: caller, at: now)
        }
        now = now + .milliseconds(10)
    }

    private func present(_ person: Int, on day: Int) throws {
        let wall = begin.wall + (now - begin.boot)
        let pass = try SitePass(
            identifier: SitePass.newIdentifier(), issuer: "site", holderClass: .visitor, notBefore: wall - .seconds(60),
            expires: wall + .seconds(3600), scope: .stations(["north"]), isSingleUse: true
        ).signed(by: key)
        let payload = Payload(Array(pass.utf8))
        let corner = Point(x: 0, y: 0)
        let quad = Quad(
            topLeft: corner, topRight: Point(x: 300, y: 0), bottomRight: Point(x: 300, y: 300),
            bottomLeft: Point(x: 0, y: 300))
        let gate = controller.gates[0]
        for _ in 0..<3 {
            _ = gate.tracker.see([Sighting(payload: payload, outline: quad)], at: now)
            now = now + .milliseconds(33)
        }
        let ruling = try controller.judge.rule(
            on: controller.judge.trust.examine(payload), at: gate.configuration, isLockReady: true,
            by: Clock(time: wall, state: .trusted, minute: .local(at: wall)), at: now)
        #expect(ruling.reason == .ok)
        gate.referral.open(for: ruling.examination, at: now)
    }

    /// Moves an input, and lets the gate see that it stands still.
    private func move(_ input: String) throws {
        let file = try #require(FileHandle(forWritingAtPath: "\(folder.path)/inputs"))
        try file.write(contentsOf: Data("\(input)\n".utf8))
        try file.close()
        turn()
        turn()
    }

    /// Somebody comes to the control socket, asks for everything, and goes.
    private func visit() throws {
        let socket = control_connect("\(folder.path)/run/control.sock", 0)
        try #require(socket >= 0, "errno \(-socket)")
        defer {
            close(socket)
            turn()
        }
        let requests = [
            "hello\"", "status\"", "figures\"", "follow\"", "override\"", "acknowledge\"", "service\",\"on\":false",
            "login\",\"token\":\"x\"", "reload\"",
        ]
        for request in requests {
            let line = Array("{\"request\":\"\(request)}\n".utf8)
            #expect(control_send(socket, line, line.count, -1) == line.count)
        }
        var said = ""
        var bytes = [UInt8](repeating: 0, count: 65536)
        let end = MonotonicTime.now + .seconds(20)
        while said.split(separator: "\n").count(where: { $0.contains("\"ok\":") }) < requests.count {
            try #require(MonotonicTime.now < end, "\(said)")
            if let reading = controller.reload.reading {
                var wanted = pollfd(fd: reading.descriptor, events: Int16(POLLIN), revents: 0)
                poll(&wanted, 1, 10_000)
            }
            turn()
            let count = control_receive(socket, &bytes, bytes.count)
            if count > 0 { said += String(decoding: bytes[..<count], as: UTF8.self) }
        }
        for word in ["true", "false"] {
            answers[word, default: 0] += said.split(separator: "\n").count { $0.contains("\"ok\":\(word)") }
        }
    }

    /// What the process has now; of the ledger its file and its log.
    var costs: (descriptors: Int, residentMegabytes: Double, ledgerMegabytes: Double) {
        get throws {
            let files = FileManager.default
            let sizes = try ["ledger.sqlite", "ledger.sqlite-wal"].map { name in
                try files.attributesOfItem(atPath: "\(folder.path)/state/\(name)")[.size] as? Int ?? 0
            }
            return (
                try files.contentsOfDirectory(atPath: "/proc/self/fd").count,
                Double(controller.figures.figures.residentBytes) / 1_048_576,
                Double(sizes.reduce(0, +)) / 1_048_576
            )
        }
    }
}
