import Foundation
import Testing

/// The built program, run for real in a fresh folder that goes with it.
final class Appliance {
    /// What came of one run.
    struct Run {
        let status: Int32
        let output: Data
        let errors: String
        var text: String { String(decoding: output, as: UTF8.self) }
        var lines: [Substring] { text.split(separator: "\n") }
        /// All of it as one value of JSON.
        var objectOfAll: Any? { try? JSONSerialization.jsonObject(with: output) }
        /// Each line as a JSON object.
        var objects: [[String: Any]] {
            lines.compactMap { try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
        }
    }

    /// It stands beside the test bundle, which is the program that runs the tests.
    static let binary = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appendingPathComponent("scan-appliance")

    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("appliance-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func process(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = Self.binary
        process.arguments = arguments
        process.currentDirectoryURL = folder
        return process
    }

    @discardableResult
    func run(_ arguments: String..., input: Data = Data()) throws -> Run {
        try finish(process(arguments), input: input)
    }

    /// Runs what `sh` makes of `script`, in which `$0` is the program.
    func shell(_ script: String) throws -> Run {
        let process = process(["-c", script, Self.binary.path])
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        return try finish(process, input: Data())
    }

    func finish(_ process: Process, input: Data = Data()) throws -> Run {
        // Files, so that neither side waits for the other.
        let names = (0..<3).map { _ in folder.appendingPathComponent("\(UUID())") }
        defer { for name in names { try? FileManager.default.removeItem(at: name) } }
        try input.write(to: names[0])
        for name in names[1...] { try Data().write(to: name) }
        process.standardInput = try FileHandle(forReadingFrom: names[0])
        process.standardOutput = try FileHandle(forWritingTo: names[1])
        process.standardError = try FileHandle(forWritingTo: names[2])
        try process.run()
        process.waitUntilExit()
        return Run(
            status: process.terminationStatus, output: try Data(contentsOf: names[1]),
            errors: try String(contentsOf: names[2], encoding: .utf8))
    }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }

    func text(of name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    func names(in name: String = ".") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path(name)).sorted()
    }
}

extension Appliance {
    /// The time of the passes made here, and one within it.
    static let times = ["--not-before", "2026-01-01T00:00:00Z", "--expires", "2027-01-01T00:00:00Z"]
    static let within = "2026-06-01T12:00:00Z"

    /// A key `site.key`, and a folder `trust` that trusts it.
    static func withKey() throws -> Appliance {
        let appliance = try Appliance()
        try #require(try appliance.run("key", "new", "--out", "site.key").status == 0)
        try FileManager.default.createDirectory(
            at: appliance.folder.appendingPathComponent("trust"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: appliance.path("site.key.pub"), toPath: appliance.path("trust/site.pub"))
        return appliance
    }

    /// A pass as text.
    func issue(_ arguments: String...) throws -> String {
        let run = try finish(process(["pass", "issue", "--key", "site.key"] + Self.times + arguments), input: Data())
        try #require(run.status == 0, "\(run.errors)")
        return String(run.text.dropLast())
    }
}
