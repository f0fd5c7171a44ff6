import Foundation

/// What the kernel and the system say of this machine in files. Reads, and changes nothing.
public struct Machine: Sendable {
    /// In front of every path; empty but for tests.
    public var root = ""

    public init(root: String = "") { self.root = root }

    /// What stands in a file, without white space around it; nil where it cannot be read.
    public func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: root + path).map {
            String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    func number(_ path: String) -> Int? { text(path).flatMap { Int($0) } }

    /// The names in a folder, in their order.
    func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: root + folder)) ?? []).sorted()
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root + path) }

    /// What a program of the system says; nil where it is not there or fails.
    public func output(of program: String, _ arguments: [String]) -> String? {
        run(program, arguments).flatMap { $0.status == 0 ? $0.text : nil }
    }

    /// The same with its exit code, for programs that say much before they fail; nil where it is not there.
    public func run(_ program: String, _ arguments: [String]) -> (status: Int32, text: String)? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: root + program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }
}
