import ArgumentParser
import Foundation
import Vocabulary

/// A station lives for a year in some minutes; `make simulate`.
@main
struct Simulation: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulation",
        abstract: "Lets a station live in virtual time, and ends with 1 where something happens that must not.",
        discussion: """
            Occupancy is never negative; no visitor is admitted while as many are inside as may be; nobody is admitted without \
            a row; each single-use pass lets in one person; no visitor's pass comes in twice within ten minutes; nobody who \
            leaves is held; where the lock failed nobody is counted; counts and level outlive the power; every row of the \
            ledger is whole.
            """)

    @Option(help: "The same seed lets the same things happen.")
    var seed: UInt64 = 1

    @Option(help: "How many days are lived.")
    var days = 365

    @Flag(help: "What happened as a JSON object.")
    var json = false

    @Option(help: ArgumentHelp("Where the station is kept, for `scan-appliance report`.", valueName: "DIR"))
    var folder: String?

    /// Days from one look at the whole ledger to the next.
    static let daysPerCheck = 30

    func validate() throws {
        guard (1...3660).contains(days) else { throw ValidationError("--days: from 1 to 3660") }
    }

    func run() throws {
        // Twice a year the clocks are changed there.
        setenv("TZ", "Europe/Berlin", 1)
        tzset()
        let begin = MonotonicTime.now
        // In memory where there is room for it: no disk is tried here.
        let memory = "/dev/shm"
        let parent = FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
        let folder = self.folder ?? "\(parent)/simulation-\(UUID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { if self.folder == nil { try? FileManager.default.removeItem(atPath: folder) } }
        do {
            let lived = try Self.live(days, seed: seed, in: folder) { day, station in
                Self.say("\rday \(day) of \(days), \(station.rows) rows, \(station.inside) inside   ")
            }
            Self.say(
                "\nall that must hold held for \(days) days with seed \(seed), \(lived.station.rows) rows, "
                    + "in \((MonotonicTime.now - begin).components.seconds) s\n")
            if json { print(try lived.json) } else { print(lived.lines) }
        } catch let violation as Violation {
            Self.say("\nseed \(seed): \(violation)\n")
            throw ExitCode(1)
        }
    }

    /// Lives so many days and looks at the whole ledger now and then, and at the end.
    static func live(
        _ days: Int, seed: UInt64, in folder: String, progress: (Int, SimulatedStation) -> Void = { _, _ in }
    ) throws -> SimulatedDays {
        var lived = try SimulatedDays(in: folder, seed: seed)
        for day in 0..<days {
            try lived.live(day)
            if (day + 1).isMultiple(of: daysPerCheck) { try lived.station.check() }
            progress(day + 1, lived.station)
        }
        try lived.station.check()
        return lived
    }

    private static func say(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

extension SimulatedDays {
    /// For people.
    fileprivate var lines: String {
        Mirror(reflecting: figures).children.map { child in
            let counts = (child.value as? [String: Int])?.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
            return "\(child.label ?? ""): \(counts?.joined(separator: ", ") ?? "\(child.value)")"
        }.joined(separator: "\n")
    }

    fileprivate var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.outputFormatting = [.sortedKeys]
            return String(decoding: try encoder.encode(figures), as: UTF8.self)
        }
    }
}
