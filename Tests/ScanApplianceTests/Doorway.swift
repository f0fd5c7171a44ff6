import Foundation
import QRDrawing
import Testing

/// A gate for tests: a replay of pictures before a simulated board, run by the built program.
extension Appliance {
    /// Draws a code amid a grey frame of 1280x720, as a phone held up shows it.
    func show(_ payload: String, in name: String) throws {
        let drawn = try QRCode(Array(payload.utf8))
        // The longest codes have modules of three pixels in such a frame.
        let code =
            [5, 4, 3].map { drawn.raster(modulePixels: $0) }.first { $0.height <= 720 } ?? drawn.raster(modulePixels: 2)
        var frame = Raster(width: 1280, height: 720, filledWith: 96)
        let (left, top) = ((frame.width - code.width) / 2, (frame.height - code.height) / 2)
        for row in 0..<code.height {
            let start = (top + row) * frame.width + left
            frame.pixels.replaceSubrange(
                start..<start + code.width, with: code.pixels[row * code.width..<(row + 1) * code.width])
        }
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(frame.png()).write(to: file)
    }

    /// Writes `config.toml` of station `north` whose pulse is 0.2 s; `more` comes first, outside of any table.
    ///
    /// `outOfView` in seconds: below one, since looped pictures come again each second; more where one must count once on a
    /// busy machine.
    func configure(
        _ more: String = "", camera: String = "source = \"replay:frames\"", station: String = "north",
        outOfView: Double = 0.6
    ) throws {
        try write(
            """
            station = "\(station)"
            state_dir = "state"
            run_dir = "run"
            trust_dir = "trust"
            board = "simulated:lines.jsonl"
            \(more)
            [camera]
            \(camera)
            [timing]
            pulse = 0.2
            show = 0.5
            [presentation]
            out_of_view = \(outOfView)
            """, to: "config.toml")
    }

    func events() throws -> [[String: Any]] { try run("events", "--config", "config.toml", "--json").objects }

    /// What the lock's line did, in its order.
    func lockLevels(_ line: String = "lock") throws -> [Int] {
        try text(of: "lines.jsonl").split(separator: "\n").compactMap { text in
            let change = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
            return change?["line"] as? String == line ? change?["level"] as? Int : nil
        }
    }
}

/// The program at work as `run`, ended with the test.
final class RunningGate {
    private let gate: Process
    private let follower: Process
    private let rows = LineStream()
    private let journal = LineStream()

    /// Starts the gate of `appliance`, with more in its environment, and follows its ledger.
    init(_ appliance: Appliance, environment: [String: String] = [:]) throws {
        try FileManager.default.createDirectory(atPath: appliance.path("state"), withIntermediateDirectories: true)
        chmod(appliance.path("state"), 0o700)
        gate = appliance.process(["run", "--config", "config.toml"])
        gate.standardError = journal.pipe
        gate.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        try gate.run()
        // The ledger is there once the gate has said that it started.
        follower = appliance.process([
            "-c",
            "until \"$0\" events --config config.toml >/dev/null 2>&1; do :; done; exec \"$0\" events --config config.toml --json --follow",
            Appliance.binary.path,
        ])
        follower.executableURL = URL(fileURLWithPath: "/bin/sh")
        follower.standardOutput = rows.pipe
        try follower.run()
    }

    deinit {
        for process in [follower, gate] where process.isRunning {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }

    /// The next row that has all of these values, waited for at most half a minute.
    @discardableResult
    func row(_ wanted: [String: String]) throws -> [String: Any] {
        try rows.next("a row with \(wanted)") { line in
            let row = try? JSONSerialization.jsonObject(with: line) as? [String: Any]
            return row.flatMap { row in wanted.allSatisfy { row[$0.key] as? String == $0.value } ? row : nil }
        }
    }

    /// Waits for the next line of the journal that contains `text`.
    func says(_ text: String) throws {
        try journal.next("a line with \(text)") { String(decoding: $0, as: UTF8.self).contains(text) ? () : nil }
    }

    /// What it has said that `says` has not passed over yet; once it has ended.
    var journalLines: [String] { journal.rest }

    func signal(_ number: Int32) { kill(gate.processIdentifier, number) }

    /// Sends it a signal by its name a hundred times a second, until it or what this gives ends.
    func flood(_ signal: String) throws -> Process {
        try Process.run(
            URL(fileURLWithPath: "/bin/sh"),
            arguments: ["-c", "while kill -\(signal) \(gate.processIdentifier) 2>&-; do sleep 0.01; done"])
    }

    /// The process id of the gate's reader.
    func reader() throws -> pid_t {
        let children = try String(
            contentsOfFile: "/proc/\(gate.processIdentifier)/task/\(gate.processIdentifier)/children", encoding: .utf8)
        return try #require(pid_t(children.split(separator: " ").first.map(String.init) ?? ""))
    }

    /// Waits for the gate's end and gives its exit code.
    func end() -> Int32 {
        gate.waitUntilExit()
        return gate.terminationStatus
    }
}

/// The lines that a process writes to a pipe.
private final class LineStream {
    let pipe = Pipe()
    private var unread = Data()

    /// All that comes until the writer ends.
    var rest: [String] {
        unread.append(pipe.fileHandleForReading.readDataToEndOfFile())
        defer { unread = Data() }
        return String(decoding: unread, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// The first line to come of which `choose` makes something, waited for at most half a minute.
    func next<T>(_ what: String, _ choose: (Data) -> T?) throws -> T {
        let end = Date(timeIntervalSinceNow: 30)
        while true {
            while let newline = unread.firstIndex(of: 10) {
                let line = unread[..<newline]
                unread = unread[(newline + 1)...]
                if let chosen = choose(line) { return chosen }
            }
            var waiting = pollfd(fd: pipe.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
            let patience = max(0, end.timeIntervalSinceNow)
            try #require(poll(&waiting, 1, Int32(patience * 1000)) == 1, "\(what) did not come")
            let more = pipe.fileHandleForReading.availableData
            try #require(!more.isEmpty, "\(what) did not come before the end")
            unread.append(more)
        }
    }
}
